import Console
import Domain
import Response
import Testing
import Transport

@Suite(.timeLimit(.minutes(1))) struct DecisionsRouteTests {
    private static let body = #"{"run":"run_7","step":"revoke","agrees":true,"reason":"seen it"}"#

    @Test func `a decision is that of the token's holder, with the holder's groups`() async throws {
        try await RunningConsole.run { console in
            let token = RunningConsole.approverToken
            let response = try await console.post("/v1/decisions", "application/json", Self.body, token: token)
            #expect(response.status == 200)
            let decision = try #require(console.decider.decisions.first)
            #expect(decision.by == Actor(name: "person:bo", proof: "bearer-token"))
            #expect(decision.groups == ["leads"])
            #expect(decision.step == "revoke" && decision.agrees && decision.reason == "seen it")
        }
    }

    @Test func `why a decision does not count is said`() async throws {
        let error = OperatorError(attempted: "decide", reason: "it asks nobody", remedy: "look")
        try await RunningConsole.run(decider: StubDecider(refusing: error)) { console in
            let token = RunningConsole.adminToken
            let response = try await console.post("/v1/decisions", "application/json", Self.body, token: token)
            #expect(response.status == 422)
            #expect(String(decoding: response.body, as: UTF8.self).contains("it asks nobody"))
        }
    }

    @Test(arguments: [
        #"{"run":"7","step":"a","agrees":true}"#, #"{"run":"run_7","agrees":true}"#, #"{"run":"run_7","step":"a"}"#,
        #"{"run":"run_7","step":"a","agrees":true,"by":"root"}"#,
    ])
    func `a decision that is not clear is refused, and who decides is never in it`(_ body: String) async throws {
        try await RunningConsole.run { console in
            let token = RunningConsole.adminToken
            let response = try await console.post("/v1/decisions", "application/json", body, token: token)
            #expect(response.status == 400)
            #expect(console.decider.decisions.isEmpty)
        }
    }
}
