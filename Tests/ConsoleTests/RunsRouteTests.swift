import CEL
import Console
import Domain
import Ports
import Testing
import Transport

@Suite(.timeLimit(.minutes(1))) struct RunsRouteTests {
    private static let order = #"{"playbook":"botnet","device":"press-7","dry_run":true}"#

    @Test func `a run is started in the name of the token's holder`() async throws {
        try await RunningConsole.run { console in
            let response = try await console.post(
                "/v1/runs",
                "application/json",
                Self.order,
                token: RunningConsole.adminToken
            )
            #expect(response.status == 202)
            #expect(String(decoding: response.body, as: UTF8.self) == #"{"incident":"inc_7"}"#)
            let start = try #require(console.starter.starts.first)
            #expect(start.order.playbook == "botnet")
            #expect(start.order.digest == nil)
            #expect(start.order.device == DeviceID("press-7"))
            #expect(start.order.event == nil)
            #expect(start.order.dryRun)
            #expect(start.actor == Actor(name: "person:ana", proof: "bearer-token"))
        }
    }

    @Test func `an event may go with it, of the same device`() async throws {
        try await RunningConsole.run { console in
            func send(_ device: String) async throws -> HTTPResponse {
                let event = #"{"specversion":"1.0","id":"9","source":"s","type":"t","subject":"\#(device)"}"#
                let body = #"{"playbook":"b","device":"press-7","dry_run":false,"event":\#(event)}"#
                return try await console.post("/v1/runs", "application/json", body, token: RunningConsole.adminToken)
            }
            #expect(try await send("press-7").status == 202)
            #expect(console.starter.starts.first?.order.event?.key.id == "9")
            #expect(console.starter.starts.first?.order.dryRun == false)
            let other = try await send("press-8")
            #expect(other.status == 400)
            #expect(try other.json()["pointer"] == "/event")
        }
    }

    @Test func `the text that is meant may go with it`() async throws {
        let digest = Digest(of: "playbook: botnet".utf8)
        let body = #"{"playbook":"botnet","device":"press-7","dry_run":true,"digest":"\#(digest)"}"#
        try await RunningConsole.run { console in
            _ = try await console.post("/v1/runs", "application/json", body, token: RunningConsole.adminToken)
            #expect(console.starter.starts.map(\.order.digest) == [digest])
        }
    }

    @Test(arguments: [
        (#"{"playbook":"b","digest":"5f","device":"d","dry_run":true}"#, "/digest"),
        (#"{"device":"d","dry_run":true}"#, "/playbook"), (#"{"playbook":"b","dry_run":true}"#, "/device"),
        (#"{"playbook":"b","device":"d"}"#, "/dry_run"),
        (#"{"playbook":"b","device":"d","dry_run":"yes"}"#, "/dry_run"),
        (#"{"playbook":"b","device":"d/#","dry_run":true}"#, "/device"), ("[]", ""),
        (#"{"playbook":"b","device":"d","dry_run":true,"actor":"root"}"#, ""),
        (#"{"playbook":"b","device":"d","dry_run":true,"event":{}}"#, "/event/specversion"),
    ])
    func `an order that is not clear is refused at its place`(body: String, pointer: String) async throws {
        try await RunningConsole.run { console in
            let response = try await console.post(
                "/v1/runs",
                "application/json",
                body,
                token: RunningConsole.adminToken
            )
            #expect(response.status == 400)
            #expect(try response.json()["pointer"] == .string(pointer))
            #expect(console.starter.starts.isEmpty)
        }
    }

    @Test func `an order in another content type is refused`() async throws {
        try await RunningConsole.run { console in
            let response = try await console.post(
                "/v1/runs",
                "text/plain",
                Self.order,
                token: RunningConsole.adminToken
            )
            #expect(response.status == 415)
        }
    }

    @Test func `why a run was not started is told with what to try`() async throws {
        let refusal = OperatorError(attempted: "run 'botnet'", reason: "no such playbook", remedy: "correct its name")
        try await RunningConsole.run(starter: StubStarter(refusing: .objection(refusal))) { console in
            let response = try await console.post(
                "/v1/runs",
                "application/json",
                Self.order,
                token: RunningConsole.adminToken
            )
            #expect(response.status == 422)
            #expect(try response.json()["detail"] == "no such playbook")
            #expect(try response.json()["remedy"] == "correct its name")
        }
    }
}
