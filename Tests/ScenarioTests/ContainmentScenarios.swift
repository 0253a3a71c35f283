import Foundation
import JSON
import Testbed
import Testing

@Suite(.serialized, .timeLimit(.minutes(2)), .enabled(if: Scenario.isPossible)) struct ContainmentScenarios {
    @Test func `a violation as SNS delivers it ends with the device cut off, people told, and nobody else touched`()
        async throws
    {
        try await Scenario.play { stage in
            let engine = try await stage.startEngine()
            let incident = try await stage.open(.violation(of: "pump-1"), on: engine)
            let account = try await stage.rest(of: incident, on: engine)
            #expect(account.outcome == "contained", "\(account)")
            for step in ["shutdown", "deactivate", "disconnect", "verify", "notify"] {
                #expect(account.state(step) == "ok", "\(step): \(account.error(step))")
            }
            let command = try #require(stage.device("pump-1").applied.first)
            #expect(command.name == "shutdown" && !command.key.isEmpty)
            #expect(stage.device("pump-1").commands.count == 1)
            #expect(stage.receiver.messages.count == 1 && stage.receiver.messages.allSatisfy(\.isSignatureValid))
            #expect(stage.receiver.messages.first?.text.contains("pump-1") == true)
            try await stage.expectContained("pump-1")
            try await stage.expectUntouched("pump-2")
        }
    }

    @Test func `the same event again is the same event, also when both come at once`() async throws {
        try await Scenario.play(playbook: Playbooks.containment()) { stage in
            let engine = try await stage.startEngine()
            let event = EventSample.violation(of: "pump-1", id: "one-and-the-same")
            let answers = try await withThrowingTaskGroup(of: CordonProcess.Answer.self) { group in
                for _ in 0..<5 { group.addTask { try await engine.post(event) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.allSatisfy { $0.status == 202 })
            let incidents = Set(answers.flatMap(\.incidents))
            #expect(incidents.count == 1)
            let duplicates = answers.filter { answer in
                answer.json?["events"].items.contains { $0["duplicate"].bool == true } == true
            }
            #expect(duplicates.count == 4)
            let incident = try #require(incidents.first)
            let account = try await stage.rest(of: incident, on: engine)
            #expect(account.outcome == "contained" && account.eventsCount == 1, "\(account)")
            #expect(stage.device("pump-1").commands.count == 1)
        }
    }

    @Test func `further events about the device join its incident`() async throws {
        try await Scenario.play(playbook: Playbooks.containment()) { stage in
            let engine = try await stage.startEngine()
            let incident = try await stage.open(.violation(of: "pump-1"), on: engine)
            let second = try await stage.open(.cloudEvent(of: "pump-1"), on: engine)
            #expect(second == incident)
            let account = try await stage.rest(of: incident, on: engine)
            #expect(account.outcome == "contained" && account.eventsCount == 2, "\(account)")
            #expect(stage.device("pump-1").commands.count == 1)
        }
    }

    @Test func `a device that was contained is let back in by the inverse steps`() async throws {
        try await Scenario.play(playbook: Playbooks.containment()) { stage in
            let engine = try await stage.startEngine()
            let incident = try await stage.open(.violation(of: "pump-1"), on: engine)
            _ = try await stage.rest(of: incident, on: engine)
            try await stage.expectContained("pump-1")
            engine.terminate()
            #expect(try await engine.ended() == .exited(0))
            let file = stage.folder.path("restore-device.yaml")
            try Playbooks.restore.write(toFile: file, atomically: true, encoding: .utf8)
            let result = try await stage.installation.run("run", file, "--device", "pump-1")
            #expect(result.isSuccess, "\(result.output)\(result.errors)")
            try await eventually("pump-1 is back") { stage.device("pump-1").isConnected }
            #expect(try await stage.handshake(as: "pump-1") == .accepted)
        }
    }

    /// A reading found it: the broker asks neither the CRL nor the client's state once a handshake is over.
    @Test func `a connection that was open before and logs in after the proof may use no topic`() async throws {
        try await Scenario.play(playbook: Playbooks.containment()) { stage in
            let engine = try await stage.startEngine()
            let (late, other) = try await (stage.lateClient(as: "pump-1"), stage.lateClient(as: "pump-2"))
            let incident = try await stage.open(.violation(of: "pump-1"), on: engine)
            let account = try await stage.rest(of: incident, on: engine)
            #expect(account.outcome == "contained", "\(account)")
            #expect(try await late.connect() == "00 80")
            #expect(try await other.connect() == "00 00")
        }
    }

    /// What was read is what runs, or nothing.
    @Test func `a file whose text the engine has not loaded is not run through it`() async throws {
        try await Scenario.play(playbook: Playbooks.containment()) { stage in
            // Where the command line finds the engine.
            stage.installation.set("CORDON_LISTEN", "127.0.0.1:\(LoopbackPort.free())")
            let engine = try await stage.startEngine()
            let file = stage.folder.path("changed.yaml")
            try Playbooks.containment(limit: 7).write(toFile: file, atomically: true, encoding: .utf8)
            let refused = try await stage.installation.run("run", file, "--device", "pump-1")
            #expect(!refused.isSuccess && refused.errors.contains("another text of it"), "\(refused.errors)")
            try await stage.expectUntouched("pump-1")
            let taken = try await stage.installation.run("run", stage.folder.playbook, "--device", "pump-1")
            #expect(taken.output.contains("CONTAINED"), "\(taken.output)\(taken.errors)")
            _ = engine
        }
    }
}
