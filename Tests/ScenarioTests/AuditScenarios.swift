import Foundation
import Testbed
import Testing

/// Somebody with write access to the database changes what happened.
@Suite(.serialized, .timeLimit(.minutes(2)), .enabled(if: Scenario.isPossible)) struct AuditScenarios {
    @Test func `an entry that was altered, dropped or moved is found, and the exit status says so`() async throws {
        try await Scenario.play(playbook: Playbooks.containment(), isAuditSound: false) { stage in
            let engine = try await stage.startEngine()
            _ = try await stage.rest(of: stage.open(.violation(of: "pump-1"), on: engine), on: engine)
            engine.terminate()
            #expect(try await engine.ended() == .exited(0))
            #expect(try await stage.installation.run("audit", "verify").ending == .exited(0))

            // What is still in the write-ahead log belongs to the copy, too.
            _ = try await stage.database.rows("PRAGMA wal_checkpoint(TRUNCATE)")
            let database = FileManager.default.contents(atPath: stage.folder.database)
            for (change, verdict, words) in Self.changes {
                _ = try await stage.database.rows(change)
                let result = try await stage.installation.run("audit", "verify")
                #expect(result.ending == .exited(verdict), "\(change): \(result.output)")
                #expect(result.output.contains(words), "\(change): \(result.output)")
                #expect(FileManager.default.createFile(atPath: stage.folder.database, contents: database))
            }
            #expect(try await stage.installation.run("audit", "verify").ending == .exited(0))
        }
    }

    /// What is done to the database, the exit status that it must lead to, and words of the finding.
    private static let changes: [(String, Int32, String)] = [
        ("UPDATE entries SET body = CAST(replace(body, 'pump-1', 'pump-2') AS BLOB) WHERE sequence = 2", 40, "2"),
        ("DELETE FROM entries WHERE sequence = 3", 20, "3"),
        (
            "UPDATE entries SET sequence = -1 WHERE sequence = 3; UPDATE entries SET sequence = 3 WHERE sequence = 4; "
                + "UPDATE entries SET sequence = 4 WHERE sequence = -1", 40, "3"
        ),
        ("DELETE FROM entries WHERE sequence > 4; DELETE FROM checkpoints WHERE size > 5", 30, "rolled back"),
    ]
}
