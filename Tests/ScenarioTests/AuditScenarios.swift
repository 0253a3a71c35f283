import Foundation
import JSON
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

    @Test func `what was done is found, followed, exported and reported, with an engine or without`() async throws {
        try await Scenario.play(playbook: Playbooks.containment()) { stage in
            let cordon = stage.installation
            let engine = try await stage.startEngine()
            async let followed = cordon.run("audit", "follow", "--from", "0", "--action", "step.ok", "--limit", "1")
            let incident = try await stage.open(.violation(of: "pump-1"), on: engine)
            _ = try await stage.rest(of: incident, on: engine)
            #expect(try await followed.output.contains("step.ok"))
            engine.terminate()
            #expect(try await engine.ended() == .exited(0))

            let steps = try await cordon.run("audit", "show", "--incident", incident, "--action", "step.ok", "--json")
            #expect(try Self.documents(steps).allSatisfy { $0["action"].string == "step.ok" })
            #expect(try Self.documents(steps).count >= 3)
            let device = try await cordon.run("audit", "show", "--device", "pump-2")
            #expect(device.output.isEmpty)
            let wrong = try await cordon.run("audit", "show", "--action", "step.okay")
            #expect(!wrong.isSuccess)
            #expect(wrong.errors.contains("there is no action 'step.okay'"))

            let entries = try await Self.documents(cordon.run("audit", "export", "--format", "jsonl"))
            let events = try await Self.documents(cordon.run("audit", "export", "--format", "ocsf"))
            #expect(entries.map { $0["sequence"].uint } == events.map { $0["metadata"]["sequence"].uint })
            #expect(events.contains { $0["class_uid"].int == 7_001 && $0["activity_name"].string == "Isolate" })

            let file = stage.folder.path("report.html")
            #expect(try await cordon.run("report", incident, "--html", "--output", file).isSuccess)
            let page = try String(contentsOfFile: file, encoding: .utf8)
            #expect(page.contains("<p class=\"headline\">Contained</p>"))
            #expect(
                page.contains(
                    try #require(entries.last { $0["incident"].string == incident })["leaf_hash"].string ?? "-"
                )
            )
            #expect(try await !cordon.run("report", incident, "--html", "--output", file).isSuccess)
        }
    }

    private static func documents(_ result: Command.Result) throws -> [JSONDocument] {
        #expect(result.isSuccess, "\(result.errors)")
        return try result.output.split(separator: "\n").map { try JSONDocument.parse(Array($0.utf8)) }
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
