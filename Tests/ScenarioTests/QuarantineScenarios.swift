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

    /// The engine cannot write what a person decided, and so keeps the run in hand, until it is killed.
    private func die(deciding incident: String, on stage: Stage) async throws {
        let engine = try await stage.startEngine()
        stage.installation.ask(engine)
        let lock = try await stage.database.locked()
        let deciding = Task { try await stage.installation.run("approve", incident) }
        try await eventually("the run is in hand") { stage.hasRunInHand }
        try await engine.kill()
        try await lock.kill()
        #expect(try await !deciding.value.isSuccess, "nothing was decided")
    }

    private static let asking = Playbooks.containment(
        steps: """
              - id: deactivate
                action: certificate.deactivate
                with: {connection: registry}
                approval: {within: 2h}
            """
    ).replacing("for: 15m", with: "for: 1s")

    /// - Returns: the incident whose run asks, and that was in hand at three ends.
    private func setAside(on stage: Stage) async throws -> String {
        let first = try await stage.startEngine()
        let incident = try await stage.open(.violation(of: "pump-1"), on: first)
        try await asks(incident, on: stage)
        try await first.kill()
        for _ in 1...3 { try await die(deciding: incident, on: stage) }
        return incident
    }

    private func asks(_ incident: String, on stage: Stage) async throws {
        try await eventually("people are asked") {
            try await stage.account(of: incident).state("deactivate") == "asking"
        }
    }

    /// The next process, once it has looked at what the last one left.
    /// - Returns: also what the run is called in quarantine.
    private func restart(_ stage: Stage) async throws -> (engine: CordonProcess, id: String) {
        let engine = try await stage.startEngine()
        stage.installation.ask(engine)
        try await eventually("the engine says that it set the run aside") {
            try await engine.status().text.contains("it ended the engine 3 times")
                && engine.log.contains("cordon quarantine show q_")
        }
        let list = try await stage.installation.run("quarantine", "list")
        return (engine, try #require(list.output.split(separator: " ").first.map(String.init), "\(list.output)"))
    }

    @Test func `a run that was in hand at three ends is set aside, and the others of its device go on`() async throws {
        try await Scenario.play(playbook: Self.asking) { stage in
            let incident = try await setAside(on: stage)
            let (engine, id) = try await restart(stage)
            let holds = try await stage.installation.run("holds")
            #expect(holds.output.contains(incident) && holds.output.contains("quarantine"), "\(holds)")
            let shown = try await stage.installation.run("incidents", "show", incident)
            #expect(shown.output.contains("AT A STANDSTILL, in quarantine"), "\(shown)")
            let approval = try await stage.installation.run("approve", incident)
            #expect(approval.errors.contains("there is no open run of this name"), "\(approval)")
            let bytes = try await stage.installation.run("quarantine", "show", id, "--raw")
            #expect(bytes.output.contains("aws:message-byte-size"), "\(bytes)")
            try await eventually("the audit log knows of it") {
                try await stage.installation.run("audit", "show", "--incident", incident).output
                    .contains("event.quarantined")
            }
            let other = try await stage.open(.violation(of: "pump-1"), on: engine)
            #expect(other != incident, "an alarm after the window is answered anew")
            try await asks(other, on: stage)

            let retry = try await stage.installation.run("quarantine", "retry", id, "--reason", "mended")
            #expect(retry.output.contains("is taken up at the next start"), "\(retry)")
            try await engine.kill()
            let mended = try await stage.startEngine()
            stage.installation.ask(mended)
            try await eventually("the run goes on") { try await stage.installation.run("approve", incident).isSuccess }
            let account = try await stage.rest(of: incident, on: mended)
            #expect(account.state("deactivate") == "ok", "\(account)")
            #expect(try await stage.installation.run("quarantine", "list").output == "nothing is in quarantine\n")
        }
    }

    @Test func `a run that is tried again and ends the engine is set aside again, and a person gives it up`()
        async throws
    {
        try await Scenario.play(playbook: Self.asking) { stage in
            let incident = try await setAside(on: stage)
            let (engine, id) = try await restart(stage)
            #expect(try await stage.installation.run("quarantine", "retry", id).isSuccess)
            try await engine.kill()
            try await die(deciding: incident, on: stage)
            #expect(try await restart(stage).id == id)
            let drop = try await stage.installation.run("quarantine", "drop", id, "--reason", "seen to by hand")
            #expect(drop.output.contains("What it did to pump-1 stays"), "\(drop)")
            let shown = try await stage.installation.run("incidents", "show", incident)
            #expect(shown.output.contains("AT A STANDSTILL, given up"), "\(shown)")
            #expect(try await stage.installation.run("holds").output == "nothing waits for a person\n")
            let log = try await stage.installation.run("audit", "show", "--incident", incident).output
            #expect(log.contains("quarantine.dropped") && log.contains("seen to by hand"), "\(log)")
        }
    }
}

extension Stage {
    /// The page begins with the run that is being decided on; at 128 stands the one that is being written.
    fileprivate var hasRunInHand: Bool {
        guard let file = FileHandle(forReadingAtPath: folder.path("state/in-hand")) else { return false }
        defer { try? file.close() }
        return file.availableData.dropFirst(128).first.map { $0 != 0 } ?? false
    }

    fileprivate var hasSomethingInHands: Bool {
        guard let file = FileHandle(forReadingAtPath: folder.path("state/in-flight")) else { return false }
        defer { try? file.close() }
        return file.availableData.prefix(4).contains { $0 != 0 }
    }
}
