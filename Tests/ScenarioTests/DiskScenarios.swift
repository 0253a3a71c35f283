import Foundation
import Testbed
import Testing
import Transport

/// The disk gives an error: the process ends rather than acknowledge what may not be there.
@Suite(.serialized, .timeLimit(.minutes(2)), .enabled(if: Scenario.isPossible)) struct DiskScenarios {
    /// An event that no playbook answers, of some size.
    private static func event(_ id: Int) -> EventSample {
        let padding = String(repeating: "x", count: 20_000)
        let text = """
            {"specversion": "1.0", "id": "e-\(id)", "source": "s", "type": "none", "subject": "pump-1", "data": "\(padding)"}
            """
        return EventSample(
            headers: [HTTPField("content-type", "application/cloudevents+json")],
            body: Array(text.utf8)
        )
    }

    @Test func `a write that fails ends the engine with what to do, and all that was acknowledged is there`()
        async throws
    {
        try await Scenario.play(playbook: Playbooks.containment()) { stage in
            let engine = try await stage.startEngine(filesUpTo: 600)
            var acknowledged = 0
            while acknowledged < 500, let answer = try? await engine.post(Self.event(acknowledged)) {
                guard answer.status == 202 else {
                    #expect(answer.status == 503, "\(answer.text)")
                    break
                }
                acknowledged += 1
            }
            #expect((1..<500).contains(acknowledged))
            #expect(try await engine.ended() == .exited(1), "\(engine.log)")
            #expect(engine.log.contains("could not write to the database"), "\(engine.log)")
            #expect(engine.log.contains("try: check the disk"), "\(engine.log)")

            let second = try await stage.startEngine()
            for id in 0..<acknowledged {
                let answer = try await second.post(Self.event(id))
                #expect(answer.text.contains(#""duplicate":true"#), "event \(id): \(answer.text)")
            }
            let verification = try await stage.installation.run("audit", "verify")
            #expect(verification.isSuccess, "\(verification.output)")
        }
    }
    /// A reading found it: an empty key was left, and kept the engine from starting.
    @Test func `a new key for which there is no room is not half there`() async throws {
        try await Scenario.play(playbook: Playbooks.containment()) { stage in
            let full = try await stage.installation.run(filesUpTo: 0, "audit", "rotate")
            #expect(!full.isSuccess)
            let again = try await stage.installation.run("audit", "rotate")
            #expect(again.isSuccess, "\(again.errors)")
            _ = try await stage.startEngine()
        }
    }

    /// A reading found it: the file was written beside its place first, where there was no room for its words.
    @Test func `where nothing can be written everything can still be stopped`() async throws {
        try await Scenario.play(playbook: Playbooks.containment()) { stage in
            _ = try await stage.startEngine()
            _ = try await stage.installation.run(filesUpTo: 0, "stop", "--all", "--reason", "fire in hall 2")
            #expect(FileManager.default.fileExists(atPath: stage.installation.folder.path("STOP")))
            let holds = try await stage.installation.run("holds")
            #expect(holds.output.contains("stopped: everything, by the file"), "\(holds.output)")
        }
    }
}
