import Domain
import Ports
import Testing
import Transport

@Suite(.timeLimit(.minutes(1))) struct StatusRouteTests {
    private func text(_ status: StubStatus, _ witnesses: StubWitnesses = StubWitnesses()) async throws -> String {
        let text = Watch()
        try await RunningConsole.run(status: status, witnesses: witnesses) { console in
            let response = try await console.send("GET", "/v1/status", token: RunningConsole.approverToken)
            #expect(response.status == 200)
            text.value = String(decoding: response.body, as: UTF8.self)
        }
        return text.value
    }

    /// Where a body leaves what it saw.
    private final class Watch { var value = "" }

    @Test func `a run that this engine cannot go on with is shown with why`() async throws {
        var status = StubStatus()
        let incident = try #require(IncidentID("inc_1"))
        let run = try #require(RunID("run_1"))
        let reason = "PB0101: no action 'old.action'"
        let device = try #require(DeviceID("pump-7"))
        status.now.stranded = [
            StrandedRun(incident: incident, run: run, device: device, playbook: "botnet", reason: reason)
        ]
        let text = try await text(status)
        let who = #""stranded":[{"incident":"inc_1","run":"run_1","device":"pump-7","playbook":"botnet","#
        let stranded = who + #""reason":"PB0101: no action"#
        #expect(text.contains(stranded))
    }

    @Test func `a connection that does not answer is shown with since when and why`() async throws {
        var status = StubStatus()
        let since = Instant(millisecondsSinceEpoch: 1_790_000_000_000)
        status.now.connections = [
            ConnectionStatus(name: "broker", outage: nil),
            ConnectionStatus(name: "soc", outage: .init(since: since, reason: "connection refused")),
        ]
        let text = try await text(status)
        #expect(text.contains(#"{"name":"broker","answers":true}"#))
        #expect(text.contains(#"{"name":"soc","answers":false,"since":"2026-09-21T"#))
        #expect(text.contains(#""reason":"connection refused"}"#))
    }

    @Test func `how far the audit log was sent on is shown, and who waits for whom`() async throws {
        var status = StubStatus()
        let since = Instant(millisecondsSinceEpoch: 1_790_000_000_000)
        status.now.relays = [
            RelayStatus(name: "siem", behind: 0, behindFor: .zero, outage: nil, waitsForPerson: false),
            RelayStatus(
                name: "datadog",
                behind: 12,
                behindFor: .seconds(90),
                outage: .init(since: since, reason: "it answered 403"),
                waitsForPerson: true
            ),
        ]
        let text = try await text(status)
        #expect(text.contains(#"{"name":"siem","behind":0,"behind_ms":0}"#))
        #expect(text.contains(#"{"name":"datadog","behind":12,"behind_ms":90000,"since":"2026-09-21T"#))
        #expect(text.contains(#""reason":"it answered 403","waits_for_person":true}"#))
    }

    @Test func `a witness is shown with how far it cosigned, why it does not, and what it says of two histories`()
        async throws
    {
        let since = Instant(millisecondsSinceEpoch: 1_790_000_000_000)
        var witness = WitnessStatus(name: "w1")
        #expect(try await !text(StubStatus()).contains("witnesses"))
        #expect(
            try await text(StubStatus(), StubWitnesses(now: [witness])).contains(
                #""witnesses":[{"name":"w1","cosigns":true}]"#
            )
        )
        (witness.size, witness.time) = (4_120, since)
        witness.trouble = .init(since: since, reason: "connection refused")
        witness.contradiction = "it saw more"
        let text = try await text(StubStatus(), StubWitnesses(now: [witness]))
        #expect(text.contains(#"{"name":"w1","cosigned_size":4120,"cosigned_at":"2026-09-21T"#))
        #expect(text.contains(#""cosigns":false,"since":"2026-09-21T"#))
        #expect(text.contains(#""reason":"connection refused","contradiction":"it saw more"}"#))
    }
}
