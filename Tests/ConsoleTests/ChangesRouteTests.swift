import Console
import Domain
import Ledger
import Ports
import Testing
import Transport

/// What a person says that they changed by hand.
@Suite(.timeLimit(.minutes(1))) struct ChangesRouteTests {
    private static let digest = Digest(of: "id,protected".utf8)

    // A reading found it: a protection was taken away, and a token added, and no entry said so.
    @Test func `a change is written down as that of the token's holder`() async throws {
        let recorder = StubRecorder()
        try await RunningConsole.run(recorder: recorder) { console in
            let body =
                #"{"action":"registry.changed","object":"device:press-7","outcome":"reduced","#
                + #""what":"no longer protected","evidence":"\#(Self.digest)"}"#
            let token = RunningConsole.approverToken
            let response = try await console.post("/v1/changes", "application/json", body, token: token)
            #expect(response.status == 200)
        }
        let record = try #require(recorder.records.first)
        #expect(record.action == .registryChanged && record.object?.description == "device:press-7")
        #expect(record.outcome == "reduced" && record.detail == "no longer protected")
        #expect(record.evidence == Self.digest)
        #expect(record.actor == Actor(name: "person:bo", proof: "bearer-token"))
    }

    @Test(arguments: [
        #"{"action":"step.ok","object":"device:press-7"}"#, #"{"action":"registry.changed"}"#,
        #"{"action":"registry.changed","object":"press-7"}"#, #"{"action":"token.added","object":"entry:7"}"#,
        #"{"action":"token.added","object":"file:keys/tokens","evidence":"abc"}"#,
        #"{"action":"registry.changed","object":"device:press-7","by":"person:eve"}"#,
    ])
    func `what is no change, or says who made it, is refused`(_ body: String) async throws {
        let recorder = StubRecorder()
        try await RunningConsole.run(recorder: recorder) { console in
            let token = RunningConsole.adminToken
            let response = try await console.post("/v1/changes", "application/json", body, token: token)
            #expect(response.status == 400)
        }
        #expect(recorder.records.isEmpty)
    }
}
