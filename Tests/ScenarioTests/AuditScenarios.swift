import Foundation
import JSON
import Testbed
import Testing
import Transport

/// Somebody with write access to the database changes what happened.
@Suite(.serialized, .timeLimit(.minutes(2)), .enabled(if: Scenario.isPossible)) struct AuditScenarios {
    @Test func `an entry that was altered, dropped or moved is found, and the exit status says so`() async throws {
        try await Scenario.play(playbook: Playbooks.containment(), isAuditSound: false) { stage in
            let engine = try await stage.startEngine()
            _ = try await stage.rest(of: stage.open(.violation(of: "pump-1"), on: engine), on: engine)
            engine.terminate()
            #expect(try await engine.ended() == .exited(0))
            #expect(try await stage.installation.run("audit", "verify").ending == .exited(0))
            // Whoever looks is written down, and their name lies beside the log.
            #expect(try await stage.installation.run("audit", "show").isSuccess)

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
            // Each copy that is taken is an entry of its own.
            let numbers = events.map { $0["metadata"]["sequence"].uint }
            #expect(entries.map { $0["sequence"].uint } == numbers.dropLast())
            let copies = try await cordon.run("audit", "show", "--action", "log.exported").output
            #expect(copies.split(separator: "\n").count == 2 && copies.contains("person:"), "\(copies)")
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
        (
            "UPDATE entries SET body = CAST(replace(body, 'pump-1', 'pump-2') AS BLOB) "
                + "WHERE instr(body, CAST('pump-1' AS BLOB))", 40, "was changed"
        ),
        ("DELETE FROM entries WHERE sequence = 3", 20, "3"),
        (
            "UPDATE entries SET sequence = -1 WHERE sequence = 3; UPDATE entries SET sequence = 3 WHERE sequence = 4; "
                + "UPDATE entries SET sequence = 4 WHERE sequence = -1", 40, "3"
        ),
        ("DELETE FROM entries WHERE sequence > 4; DELETE FROM checkpoints WHERE size > 5", 30, "rolled back"),
        // A review found that nobody missed them. The last one a crash may have taken.
        ("DELETE FROM checkpoints", 30, "Checkpoints that were signed are gone"),
        // A reading found that nobody asked about a name that was gone.
        ("DELETE FROM private_values", 40, "nobody had it redacted"),
        ("UPDATE private_values SET sequence = sequence + 100000", 40, "nobody had it redacted"),
        (
            "INSERT INTO private_values VALUES (100000, 'actor', zeroblob(16), 'person:eve')", 40,
            "there is no such entry"
        ),
    ]

    private static let reader = "examples/audit-reader"

    /// What the reader says that has none of Cordon's code in it.
    func independent(_ script: String, _ arguments: String...) async throws -> Command.Result {
        try await Command.run("/usr/bin/env", ["python3", "-B", "\(Self.reader)/\(script)"] + arguments)
    }

    @Test func `from what happened to a proof in the hands of an outsider, in five commands`() async throws {
        try await Scenario.play(playbook: Playbooks.containment()) { stage in
            let engine = try await stage.startEngine()
            _ = try await stage.rest(of: stage.open(.violation(of: "pump-1"), on: engine), on: engine)
            engine.terminate()
            #expect(try await engine.ended() == .exited(0))
            let cordon = stage.installation
            let shown = try await cordon.run("audit", "show")
            let number = try #require(
                shown.output.split(separator: "\n").first { $0.contains("incident.opened") }?.split(separator: " ")
                    .first
            )
            let key = try await cordon.run("audit", "key").output.trimmingCharacters(in: .newlines)

            let proof = stage.folder.path("entry.proof")
            let proving = try await cordon.run("audit", "prove", String(number), "--output", proof)
            #expect(proving.isSuccess, "\(proving.errors)")
            let proven = try await independent("check_proof.py", proof, key)
            #expect(proven.isSuccess && proven.output.contains("incident.opened"), "\(proven.output)\(proven.errors)")

            let export = stage.folder.path("log")
            let exporting = try await cordon.run("audit", "export", export)
            #expect(exporting.isSuccess && exporting.output.contains(key), "\(exporting.output)\(exporting.errors)")
            let verified = try await cordon.run("audit", "verify", export, "--key", key)
            #expect(verified.isSuccess, "\(verified.output)\(verified.errors)")
            let read = try await independent("audit_reader.py", export, key)
            #expect(read.isSuccess && read.output.contains("sound: "), "\(read.output)\(read.errors)")
            let against = try await cordon.run("audit", "verify", "--against", export)
            #expect(against.isSuccess, "\(against.output)")

            // A byte of an entry, as the outsider finds it.
            let bundle = try #require(
                FileManager.default.subpaths(atPath: "\(export)/tile/entries")?.first { $0.contains(".p/") }
            )
            let path = "\(export)/tile/entries/\(bundle)"
            var bytes = [UInt8](try #require(FileManager.default.contents(atPath: path)))
            bytes[bytes.count / 2] ^= 1
            #expect(FileManager.default.createFile(atPath: path, contents: Data(bytes)))
            #expect(try await cordon.run("audit", "verify", export).ending == .exited(40))
            let refuted = try await independent("audit_reader.py", export, key)
            #expect(!refuted.isSuccess && refuted.errors.contains("NOT SOUND"), "\(refuted.output)")
        }
    }

    // A verifier that read the entries before the states found them apart while an engine worked.
    @Test func `a log verifies while an engine writes it`() async throws {
        try await Scenario.play(playbook: Playbooks.containment()) { stage in
            let engine = try await stage.startEngine()
            async let writing: Void = {
                for number in 0..<150 {
                    _ = try await engine.post(.cloudEvent(of: "pump-\(1 + number % 2)", id: "e-\(number)"))
                    _ = try await engine.post(.unanswered("u-\(number)"))
                }
            }()
            for _ in 0..<6 {
                let verified = try await stage.installation.run("audit", "verify")
                #expect(verified.isSuccess, "\(verified.output)\(verified.errors)")
            }
            try await writing
            engine.terminate()
            #expect(try await engine.ended() == .exited(0))
        }
    }

    @Test func `two people redact what is about one, and every proof stays`() async throws {
        try await Scenario.play(playbook: Playbooks.containment()) { stage in
            let cordon = stage.installation
            try await stage.startEngine().kill()
            let added = try await cordon.run("tokens", "add", "bea")
            let other = try #require(added.output.split(separator: " ").last).trimmingCharacters(in: .newlines)
            let engine = try await stage.startEngine()
            cordon.ask(engine)
            _ = try await cordon.run("stop", "--device", "pump-2", "--reason", "Ms. Gray asked for it")
            let shown = try await cordon.run("audit", "show").output
            let line = try #require(shown.split(separator: "\n").first { $0.contains("stop.set") })
            #expect(line.contains("Ms. Gray") && line.contains("by person:"), "\(line)")
            let number = String(line.split(separator: " ")[0])

            let first = try await cordon.run("audit", "redact", number, "--reason", "she asked")
            #expect(first.output.hasPrefix("asked: "), "\(first)")
            #expect(try await cordon.run("audit", "redact", number).errors.contains("counts once"))
            let second = try await cordon.run(as: other, "audit", "redact", number)
            #expect(second.output.hasPrefix("redacted: "), "\(second)")
            #expect(second.output.contains("the stop of device:pump-2 names the same person until"), "\(second)")
            #expect(!second.output.contains("the log beside the database"), "nobody reads it: \(second)")
            let after = try await cordon.run("audit", "show").output
            #expect(!after.contains("Ms. Gray") && after.contains("redaction.done"), "\(after)")
            #expect(
                try await stage.database.rows("SELECT count(*) FROM private_values WHERE sequence = \(number)") == ["0"]
            )
        }
    }

    @Test func `a new key takes over at the next start, and the log verifies from its first key on`() async throws {
        try await Scenario.play(playbook: Playbooks.containment()) { stage in
            let cordon = stage.installation
            let engine = try await stage.startEngine()
            engine.terminate()
            _ = try await engine.ended()
            let anchor = try await cordon.run("audit", "key").output.trimmingCharacters(in: .newlines)
            for count in 2...3 {
                #expect(try await cordon.run("audit", "rotate").isSuccess)
                // A reading found that this signed with the old key alone.
                let archive = try await cordon.run("audit", "archive", "--older-than", "0")
                #expect(archive.errors.contains("takes over at the engine's next start"), "\(archive.errors)")
                let next = try await stage.startEngine()
                next.terminate()
                #expect(try await next.ended() == .exited(0), "\(next.log)")
                let keys = try await cordon.run("audit", "key").output.split(separator: "\n")
                #expect(keys.count == count && keys[0] == anchor, "\(keys)")
            }
            let verified = try await cordon.run("audit", "verify", "--key", anchor)
            #expect(verified.isSuccess, "\(verified.output)")
            let export = stage.folder.path("log")
            #expect(try await cordon.run("audit", "export", export).isSuccess)
            let read = try await independent("audit_reader.py", export, anchor)
            #expect(read.isSuccess, "\(read.output)\(read.errors)")
        }
    }

    @Test func `a new key takes over with a run without an engine too`() async throws {
        try await Scenario.play(playbook: Playbooks.containment()) { stage in
            let cordon = stage.installation
            #expect(try await cordon.run("audit", "rotate").isSuccess)
            let run = try await cordon.run("run", stage.folder.playbook, "--device", "pump-1")
            #expect(run.output.contains("CONTAINED"), "\(run.output)\(run.errors)")
            let keys = try await cordon.run("audit", "key").output.split(separator: "\n").map(String.init)
            #expect(keys.count == 2)
            #expect(try await cordon.run("audit", "verify", "--key", keys[0]).isSuccess)
        }
    }

    /// A reading found it: the log named a key that nobody looked for yet, and each later start called it altered.
    @Test func `a new key whose engine is killed before it signed takes over at the next start`() async throws {
        try await Scenario.play(playbook: Playbooks.containment()) { stage in
            let cordon = stage.installation
            let first = try await stage.startEngine()
            first.terminate()
            _ = try await first.ended()
            #expect(try await cordon.run("audit", "rotate").isSuccess)
            let engine = try await stage.startEngine()
            try await eventually("its start is durable, and nobody has signed it") {
                try await cordon.run("audit", "verify").output.contains("not yet covered")
            }
            try await engine.kill()
            let verified = try await cordon.run("audit", "verify")
            #expect(verified.isSuccess && verified.output.contains("not yet covered"), "\(verified.output)")
            let next = try await stage.startEngine()
            next.terminate()
            #expect(try await next.ended() == .exited(0), "\(next.log)")
            #expect(try await cordon.run("audit", "key").output.split(separator: "\n").count == 2)
        }
    }

    /// Entries of the archive and of the database, to an outsider.
    private func prove(_ entries: [String], of stage: Stage) async throws {
        let key = try await stage.installation.run("audit", "key").output.trimmingCharacters(in: .newlines)
        for entry in entries {
            let file = stage.folder.path("\(entry).proof")
            let proving = try await stage.installation.run("audit", "prove", entry, "--output", file)
            #expect(proving.isSuccess, "\(entry): \(proving.errors)")
            let proven = try await independent("check_proof.py", file, key)
            #expect(proven.isSuccess, "\(entry): \(proven.output)\(proven.errors)")
        }
    }

    @Test func `old entries move into an archive, and the log is one with it`() async throws {
        try await Scenario.play(playbook: Playbooks.containment()) { stage in
            let cordon = stage.installation
            let engine = try await stage.startEngine()
            let old = try await stage.open(.violation(of: "pump-2"), on: engine)
            _ = try await stage.rest(of: old, on: engine)
            for number in 0..<600 { _ = try await engine.post(.unanswered("e-\(number)")) }
            engine.terminate()
            #expect(try await engine.ended() == .exited(0))
            let moved = try await cordon.run("audit", "archive", "--older-than", "0")
            #expect(
                moved.isSuccess && moved.output.contains("entries 0 to 511 are in"),
                "\(moved.output)\(moved.errors)"
            )
            #expect(try await stage.database.rows("SELECT min(sequence) FROM entries") == ["512"])
            let verified = try await cordon.run("audit", "verify")
            #expect(verified.isSuccess, "\(verified.output)")
            try await prove(["3", "511", "512"], of: stage)

            // A reading found that what had moved was not reported: "the audit log has no entry … about it".
            let report = try await cordon.run("report", old, "--html")
            #expect(report.isSuccess, "\(report.errors)")
            #expect(report.output.contains("<p class=\"headline\">Contained</p>"))
            #expect(report.output.contains("incident.opened") && !report.output.contains("no checkpoint yet"))

            let next = try await stage.startEngine()
            _ = try await stage.rest(of: stage.open(.violation(of: "pump-1"), on: next), on: next)
            next.terminate()
            #expect(try await next.ended() == .exited(0), "\(next.log)")
            let key = try await cordon.run("audit", "key").output.trimmingCharacters(in: .newlines)
            let export = stage.folder.path("log")
            #expect(try await cordon.run("audit", "export", export).isSuccess)
            let read = try await independent("audit_reader.py", export, key)
            #expect(read.isSuccess, "\(read.output)\(read.errors)")
            #expect(try await cordon.run("audit", "show", "--from", "3", "--limit", "1").output.hasPrefix("3 "))

            // What spans the end of the archive is read as one.
            let last = try await cordon.run("audit", "show", "--limit", "300").output.split(separator: "\n")
            let numbers = last.compactMap { $0.split(separator: " ").first.flatMap { Int($0) } }
            let end = try #require(numbers.last)
            #expect(numbers == Array((end - 299)...end), "\(numbers.first ?? -1) to \(end), \(numbers.count) of them")

            // What is in the archive is verified, too.
            let bundle = stage.folder.path("state/archive/tile/entries/001")
            var bytes = [UInt8](try #require(FileManager.default.contents(atPath: bundle)))
            bytes[100] ^= 1
            #expect(FileManager.default.createFile(atPath: bundle, contents: Data(bytes)))
            #expect(try await cordon.run("audit", "verify").ending == .exited(40))
            bytes[100] ^= 1
            #expect(FileManager.default.createFile(atPath: bundle, contents: Data(bytes)))
        }
    }
}

extension EventSample {
    /// One that no playbook answers.
    fileprivate static func unanswered(_ id: String) -> Self {
        let text = #"{"specversion": "1.0", "id": "\#(id)", "source": "s", "type": "none", "subject": "pump-1"}"#
        return EventSample(
            headers: [HTTPField("content-type", "application/cloudevents+json")],
            body: Array(text.utf8)
        )
    }
}
