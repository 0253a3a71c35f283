import Foundation
import Testbed
import Testing

/// Somebody with write access to the database changes what the engine goes on from, while none runs.
@Suite(.serialized, .timeLimit(.minutes(2)), .enabled(if: Scenario.isPossible)) struct EditedStateScenarios {
    /// Makes the change, sees that it is found and that no engine starts on it, and takes it back.
    private func expectFound(_ change: String, on stage: Stage) async throws {
        _ = try await stage.database.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        let database = FileManager.default.contents(atPath: stage.folder.database)
        _ = try await stage.database.rows(change)
        let result = try await stage.installation.run("audit", "verify")
        #expect(result.ending == .exited(30), "\(change): \(result.output)")
        let start = try await stage.installation.run("serve")
        #expect(start.errors.contains("start on the audit log as it is"), "\(change): \(start.errors)")
        #expect(start.ending == .exited(1), "\(change): \(start.ending)")
        #expect(FileManager.default.createFile(atPath: stage.folder.database, contents: database))
    }

    @Test func `a state that was edited by hand is found, and an engine does not go on with it`() async throws {
        try await Scenario.play(playbook: Playbooks.containment(), isAuditSound: false) { stage in
            let engine = try await stage.startEngine()
            _ = try await stage.rest(of: stage.open(.violation(of: "pump-1"), on: engine), on: engine)
            engine.terminate()
            _ = try await engine.ended()
            for change in [
                "UPDATE runs SET outcome = 'nothing done'", "UPDATE steps SET state = 'failed' WHERE position = 0",
                "DELETE FROM runs",
                // A reading found that the command of such a step would be sent again.
                "DELETE FROM steps WHERE position = 0", "DELETE FROM steps",
                "UPDATE steps SET state = 'ready', body = '{\"state\":\"ready\"}' WHERE position = 0",
                // A review found that no step was compared without the playbook, or with another.
                "DELETE FROM playbooks", "UPDATE playbooks SET body = body || '# and so on'",
                // And that nobody came to the end of the runs.
                "UPDATE runs SET id = 'run_zzz'",
                // Nor that a limit was whole again.
                "DELETE FROM touches", "UPDATE touches SET at = 1",
            ] {
                try await expectFound(change, on: stage)
            }
            let last = try await stage.startEngine()
            last.terminate()
            #expect(try await last.ended() == .exited(0))
        }
    }

    private static let asking = Playbooks.containment(
        steps: """
              - id: deactivate
                action: certificate.deactivate
                with: {connection: registry}
                approval: {within: 2h, people: 2}
            """
    )

    /// A reading found it: each of these had the next engine act on another device, on the word of somebody whose word does
    /// not count, or though it was stopped; and nobody noticed.
    @Test func `an edit that changes whom an engine acts on, or on whose word, is found`() async throws {
        try await Scenario.play(playbook: Self.asking, isAuditSound: false) { stage in
            let engine = try await stage.startEngine()
            stage.installation.ask(engine)
            let incident = try await stage.open(.violation(of: "pump-1"), on: engine)
            try await eventually("people are asked") {
                try await stage.account(of: incident).state("deactivate") == "asking"
            }
            let stopped = try await stage.installation.run("stop", "--device", "pump-2")
            let agreed = try await stage.installation.run("approve", incident)
            #expect(stopped.isSuccess && agreed.isSuccess, "\(stopped)\(agreed)")
            engine.terminate()
            #expect(try await engine.ended() == .exited(0))
            #expect(try await stage.installation.run("audit", "verify").ending == .exited(0))
            let forged = #"[{"by":"person:yan","proof":"bearer-token"},{"by":"person:zed","proof":"bearer-token"}]"#
            for change in [
                "UPDATE runs SET body = json_set(body, '$.device.id', 'pump-2')",
                "UPDATE runs SET body = json_set(body, '$.by', 'person:zed')",
                "UPDATE runs SET body = json_set(body, '$.drill', json('true'))",
                "UPDATE steps SET body = json_set(body, '$.grants', json('\(forged)')) WHERE state = 'asking'",
                "UPDATE steps SET body = json_set(body, '$.grants[0].by', 'person:zed') WHERE state = 'asking'",
                "UPDATE steps SET body = json_remove(body, '$.grants') WHERE state = 'asking'",
                "UPDATE steps SET body = json_set(body, '$.waived', json('[\"protected\"]')) WHERE state = 'asking'",
                "UPDATE steps SET body = json_set(body, '$.until', 1) WHERE state = 'asking'",
                "DELETE FROM stops",
                "UPDATE stops SET body = json_set(body, '$.scope', 'device:pump-9')",
            ] {
                try await expectFound(change, on: stage)
            }
            let last = try await stage.startEngine()
            last.terminate()
            #expect(try await last.ended() == .exited(0))
        }
    }

    private static let expiring = Playbooks.containment(
        steps: """
              - id: deactivate
                action: certificate.deactivate
                with: {connection: registry}
                expires: 1h
            """
    )

    /// A review found it: `cordon incidents` and `cordon measures` listed what nobody had compared.
    @Test func `an edit of what is listed is found`() async throws {
        try await Scenario.play(playbook: Self.expiring, isAuditSound: false) { stage in
            let engine = try await stage.startEngine()
            _ = try await stage.rest(of: stage.open(.violation(of: "pump-1"), on: engine), on: engine)
            engine.terminate()
            #expect(try await engine.ended() == .exited(0))
            #expect(try await stage.database.rows("SELECT count(*) FROM measures WHERE open") == ["1"])
            #expect(try await stage.installation.run("audit", "verify").ending == .exited(0))
            for change in [
                "DELETE FROM measures", "UPDATE measures SET open = 0",
                "UPDATE measures SET body = replace(body, 'pump-1', 'pump-2')",
                "DELETE FROM incidents", "UPDATE incidents SET body = replace(body, 'pump-1', 'pump-2')",
                "UPDATE runs SET incident = 'inc_zzz'", "DELETE FROM events",
                // The device would be let in at once.
                "UPDATE steps SET body = json_set(body, '$.until', 1) WHERE state = 'waiting'",
            ] {
                try await expectFound(change, on: stage)
            }
            let last = try await stage.startEngine()
            last.terminate()
            #expect(try await last.ended() == .exited(0))
        }
    }

    /// A reading found that this went on with every run of an edited database.
    @Test func `a run without an engine does not go on with a state that was edited by hand`() async throws {
        try await Scenario.play(playbook: Playbooks.containment(), isAuditSound: false) { stage in
            let engine = try await stage.startEngine()
            _ = try await stage.rest(of: stage.open(.violation(of: "pump-1"), on: engine), on: engine)
            engine.terminate()
            _ = try await engine.ended()
            _ = try await stage.database.rows("UPDATE runs SET outcome = 'nothing done'")
            let entries = try await stage.database.rows("SELECT count(*) FROM entries")
            let run = try await stage.installation.run("run", stage.folder.playbook, "--device", "pump-2")
            #expect(run.ending == .exited(1), "\(run)")
            #expect(run.errors.contains("start on the audit log as it is"), "\(run.errors)")
            #expect(run.errors.contains("restore a backup that verifies"), "\(run.errors)")
            #expect(try await stage.database.rows("SELECT count(*) FROM entries") == entries)
            try await stage.expectUntouched("pump-2")
        }
    }
}
