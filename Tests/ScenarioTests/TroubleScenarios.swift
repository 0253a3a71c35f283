import Foundation
import Testbed
import Testing

/// What stands around the engine does not work: each ends in a state that says what is known, and what to do.
@Suite(.serialized, .timeLimit(.minutes(2)), .enabled(if: Scenario.isPossible)) struct TroubleScenarios {
    @Test func `a broker that stays down: the run waits for a person, and is never called contained`() async throws {
        let playbook = Playbooks.containment(steps: Playbooks.impatientDisconnect)
        try await Scenario.play(playbook: playbook) { stage in
            let engine = try await stage.startEngine()
            try await eventually("the engine is connected") { stage.broker.hasSession(of: "cordon") }
            try await stage.broker.kill()
            let account = try await stage.rest(of: stage.open(.violation(of: "pump-1"), on: engine), on: engine)
            #expect(account.phase == "waiting-for-person" && account.outcome == "stopped", "\(account)")
            #expect(account.state("disconnect") == "exhausted" && account.attempts("disconnect") == 2, "\(account)")
            #expect(account.error("disconnect").contains("check that the broker runs"), "\(account)")
            #expect(stage.receiver.messages.count == 1, "people are told in any case")
            let lines = engine.log.split(separator: "\n").filter { $0.contains("no connection to the broker 'broker'") }
            #expect(
                lines.count == 1 && lines.allSatisfy { $0.contains("127.0.0.1:\(stage.broker.port)") },
                "\(engine.log)"
            )
        }
    }

    @Test func `a broker that comes back: the run goes on by itself to containment`() async throws {
        let steps = [Playbooks.deactivate, Playbooks.disconnect, Playbooks.verify].joined(separator: "\n")
        try await Scenario.play(playbook: Playbooks.containment(steps: steps)) { stage in
            let engine = try await stage.startEngine()
            try await eventually("the engine is connected") { stage.broker.hasSession(of: "cordon") }
            try await stage.broker.kill()
            let incident = try await stage.open(.violation(of: "pump-1"), on: engine)
            try await eventually("the first attempt has failed") {
                try await stage.database.steps(of: incident)[0] == "retrying"
            }
            try await stage.broker.start()
            let account = try await stage.rest(of: incident, on: engine, within: .seconds(30))
            #expect(account.outcome == "contained", "\(account)")
            try await stage.expectContained("pump-1")
            try await eventually("pump-2 is back, too") { stage.device("pump-2").isConnected }
        }
    }

    @Test func `a webhook that answers 500 twice is told again under the same id, and then it is done`() async throws {
        try await Scenario.play(playbook: Playbooks.containment()) { stage in
            stage.receiver.answer(.status(500), .status(500))
            let engine = try await stage.startEngine()
            let account = try await stage.rest(of: stage.open(.violation(of: "pump-1"), on: engine), on: engine)
            #expect(account.outcome == "contained" && account.state("notify") == "ok", "\(account)")
            #expect(account.attempts("notify") == 3)
            #expect(stage.receiver.messages.count == 3 && Set(stage.receiver.messages.map(\.id)).count == 1)
            #expect(stage.receiver.messages.allSatisfy { $0.isSignatureValid })
        }
    }

    @Test func `a webhook that is down: the attempts end, the error says what to check, the containment stands`()
        async throws
    {
        try await Scenario.play(playbook: Playbooks.containment()) { stage in
            await stage.receiver.stop()
            let engine = try await stage.startEngine()
            let account = try await stage.rest(of: stage.open(.violation(of: "pump-1"), on: engine), on: engine)
            #expect(account.state("notify") == "exhausted" && account.attempts("notify") == 4, "\(account)")
            #expect(account.error("notify").contains("check that the receiver runs"), "\(account)")
            try await stage.expectContained("pump-1")
        }
    }

    @Test func `a webhook that refuses is not asked again`() async throws {
        try await Scenario.play(playbook: Playbooks.containment()) { stage in
            stage.receiver.answer(.status(403))
            let engine = try await stage.startEngine()
            let account = try await stage.rest(of: stage.open(.violation(of: "pump-1"), on: engine), on: engine)
            #expect(account.state("notify") == "failed" && account.attempts("notify") == 1, "\(account)")
            #expect(stage.receiver.messages.count == 1)
        }
    }

    @Test func `a device that the registry does not know: the run waits for a person and says how to record it`()
        async throws
    {
        try await Scenario.play(playbook: Playbooks.containment()) { stage in
            let engine = try await stage.startEngine()
            let account = try await stage.rest(of: stage.open(.violation(of: "ghost-9"), on: engine), on: engine)
            #expect(account.phase == "waiting-for-person" && account.outcome == "stopped", "\(account)")
            #expect(account.state("deactivate") == "failed" && account.attempts("deactivate") == 1, "\(account)")
            #expect(account.error("deactivate").contains("cordon devices add ghost-9"), "\(account)")
            #expect(stage.receiver.messages.count == 1, "people are told in any case")
        }
    }

    @Test func `a device that came back before its certificate was refused is not called contained`() async throws {
        let steps = [Playbooks.disconnect, Playbooks.verify].joined(separator: "\n")
        try await Scenario.play(playbook: Playbooks.containment(steps: steps)) { stage in
            let engine = try await stage.startEngine()
            let incident = try await stage.open(.violation(of: "pump-1"), on: engine)
            try await stage.intent(at: 1, of: incident)
            try await eventually("pump-1 is back") {
                !stage.device("pump-1").disconnections.isEmpty && stage.broker.hasSession(of: "pump-1")
            }
            let revoked = try await stage.installation.run("certs", "revoke", "pump-1")
            #expect(revoked.isSuccess, "\(revoked.errors)")
            let account = try? await stage.rest(of: incident, on: engine, within: .seconds(5))
            let isContained = account?.outcome == "contained"
            // Mosquitto 2.0.11 lets a disabled client back in that shows a good certificate, and does not tell of it. The
            // first verification took 'disabled' for 'has no session'.
            #expect(!isContained || !stage.broker.hasSession(of: "pump-1"))
        }
    }

    @Test func `a deaf device is commanded once, and cut off without its help`() async throws {
        try await Scenario.play(playbook: Playbooks.containment()) { stage in
            stage.device("pump-1").behave(.deaf)
            let engine = try await stage.startEngine()
            let account = try await stage.rest(of: stage.open(.violation(of: "pump-1"), on: engine), on: engine)
            #expect(account.state("shutdown") == "in-doubt" && account.attempts("shutdown") == 1, "\(account)")
            #expect(account.error("shutdown").contains("look at the device"), "\(account)")
            #expect(account.outcome == "contained", "\(account)")
            #expect(stage.device("pump-1").commands.count == 1)
            try await stage.expectContained("pump-1")
        }
    }

    @Test func `a deaf device whose playbook stops there is left to a person, and not called contained`() async throws {
        try await Scenario.play(playbook: Playbooks.containment(onDeafness: "stop")) { stage in
            stage.device("pump-1").behave(.deaf)
            let engine = try await stage.startEngine()
            let account = try await stage.rest(of: stage.open(.violation(of: "pump-1"), on: engine), on: engine)
            #expect(account.phase == "waiting-for-person" && account.outcome == "stopped", "\(account)")
            #expect(account.state("deactivate") == "ready" || account.state("deactivate") == "none", "\(account)")
            #expect(try await stage.handshake(as: "pump-1") == .accepted)
        }
    }
}
