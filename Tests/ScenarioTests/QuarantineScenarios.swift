import Foundation
import Testbed
import Testing

/// Poison: an input that ends the engine again and again. Here the engine is killed with the same event in its hands.
@Suite(.serialized, .timeLimit(.minutes(2)), .enabled(if: Scenario.isPossible)) struct QuarantineScenarios {
    private static let poison = EventSample.cloudEvent(of: "pump-1", id: "poison")

    /// The engine cannot write, and so keeps the event in its hands, until it is killed.
    private func die(with event: EventSample, on stage: Stage) async throws {
        let engine = try await stage.startEngine()
        let lock = try await stage.database.locked()
        let posting = Task { try? await engine.post(event) }
        try await eventually("the event is in the engine's hands") { stage.hasSomethingInHands }
        try await engine.kill()
        try await lock.kill()
        #expect(await posting.value == nil, "nothing was acknowledged")
    }

    @Test func `what was in hands at three ends is quarantined with its bytes, and a person decides`() async throws {
        try await Scenario.play(playbook: Playbooks.containment()) { stage in
            for _ in 1...3 { try await die(with: Self.poison, on: stage) }

            let engine = try await stage.startEngine()
            stage.installation.ask(engine)
            #expect(engine.log.contains("cordon quarantine show q_"), "\(engine.log)")
            let answer = try await engine.post(Self.poison)
            #expect(answer.status == 202 && answer.text.contains(#""quarantined":true"#), "\(answer.text)")
            #expect(try await stage.database.rows("SELECT count(*) FROM events") == ["0"])
            let other = try await engine.post(.cloudEvent(of: "pump-2", id: "well"))
            #expect(other.incidents.count == 1, "the engine goes on with everything else")

            let list = try await stage.installation.run("quarantine", "list")
            let id = try #require(list.output.split(separator: " ").first.map(String.init), "\(list.output)")
            #expect(id.hasPrefix("q_") && list.output.contains("from source:"), "\(list.output)")
            let bytes = try await stage.installation.run("quarantine", "show", id, "--raw")
            #expect(Array(bytes.output.utf8) == Self.poison.body)
            try await eventually("the audit log knows of it") {
                try await stage.installation.run("audit", "show").output.contains("event.quarantined")
            }

            let retry = try await stage.installation.run("quarantine", "retry", id, "--reason", "it was us")
            #expect(retry.output.contains("did no harm this time") && retry.output.contains("inc_"), "\(retry)")
            #expect(try await stage.installation.run("quarantine", "list").output == "nothing is in quarantine\n")
            let again = try await stage.installation.run("quarantine", "drop", id)
            #expect(again.errors.contains("it was decided before"), "\(again)")
            let shown = try await stage.installation.run("audit", "show").output
            #expect(shown.contains("quarantine.retried") && shown.contains("it was us"), "\(shown)")
        }
    }
}

extension Stage {
    fileprivate var hasSomethingInHands: Bool {
        guard let file = FileHandle(forReadingAtPath: folder.path("state/in-flight")) else { return false }
        defer { try? file.close() }
        return file.availableData.prefix(4).contains { $0 != 0 }
    }
}
