import Foundation
import Testbed
import Testing

/// The registry of an installation, as its operator meets it.
@Suite(.serialized, .timeLimit(.minutes(2))) struct RegistryScenarios {
    /// A reading found that a registry that was gone began anew: no device was protected, and the list of what was
    /// revoked was emptied.
    @Test func `an engine that has been at work does not start over a registry that is gone`() async throws {
        let temporary = try TemporaryFolder()
        defer { temporary.remove() }
        let installation = try await CordonInstallation(in: temporary.path("plant"))
        let files = FileManager.default
        let (database, list) = (installation.folder.path("state/registry.sqlite"), installation.folder.revocationList)
        try await installation.serve().kill()
        try files.moveItem(atPath: database, toPath: database + ".away")
        let before = files.contents(atPath: list)

        let commands = [
            ["serve"], ["check"], ["devices", "list"],
            ["run", "contain-exfiltration", "--device", "pump-1", "--dry-run"],
        ]
        for command in commands {
            let refused = try await installation.run(as: nil, command)
            let told = refused.output + refused.errors
            #expect(refused.ending == .exited(1) && told.contains("is not there"), "\(command): \(refused)")
            #expect(told.contains("make an empty file of that name"), "\(command): \(refused)")
        }
        #expect(!files.fileExists(atPath: database) && files.contents(atPath: list) == before)

        try files.moveItem(atPath: database + ".away", toPath: database)
        try await installation.serve().kill()
    }

    @Test func `what a device loses is refused, or told`() async throws {
        let temporary = try TemporaryFolder()
        defer { temporary.remove() }
        let installation = try await CordonInstallation(in: temporary.path("plant"))
        try await installation.record([DeviceRecord("press-7", tags: ["life-safety"])])
        let added = try await installation.run("devices", "add", "press-7", "--tag", "basement")
        #expect(added.output == "recorded press-7\n", "\(added)")
        let shown = try await installation.run("devices", "show", "press-7")
        #expect(shown.output.contains("tags: life-safety, basement"), "\(shown)")

        let file = installation.folder.path("list.csv")
        try "id,tags\npress-7,\n".write(toFile: file, atomically: true, encoding: .utf8)
        let refused = try await installation.run("devices", "import", file)
        #expect(refused.ending == .exited(1), "\(refused)")
        #expect(refused.errors.contains("press-7: no longer tagged: life-safety, basement"), "\(refused)")

        let replaced = try await installation.run("devices", "add", "press-7", "--replace", "--tag", "basement")
        #expect(replaced.output == "recorded press-7; no longer tagged: life-safety\n", "\(replaced)")
        let emptied = try await installation.run("devices", "import", file, "--replace")
        let told = "0 added, 1 updated, 0 unchanged\n  press-7: no longer tagged: basement\n"
        #expect(emptied.output == told, "\(emptied)")
    }

    // A reading found it: in a container that takes that right from root, nothing could be written any more.
    @Test(
        .enabled(if: geteuid() == 0 && access("/usr/bin/setpriv", X_OK) == 0, "only root has it, and setpriv takes it")
    )
    func `where root may not give files away, an installation is made all the same`() async throws {
        let temporary = try TemporaryFolder()
        defer { temporary.remove() }
        let given = chown(temporary.path, 65_534, 65_534)
        try #require(given == 0)
        let plant = WorkingFolder(temporary.path("plant"))
        let made = try await Command.run(
            "/usr/bin/setpriv",
            ["--bounding-set", "-chown", "--", try CordonBinary.path(), "init", plant.root]
        )
        #expect(made.isSuccess, "\(made)")
        for file in [plant.path("state/registry.sqlite"), plant.engineKey, plant.revocationList] {
            let attributes = try FileManager.default.attributesOfItem(atPath: file)
            #expect((attributes[.ownerAccountID] as? NSNumber)?.intValue == 0, "\(file)")
        }
    }

    // A reading found it: whoever took a protection away, or added a token, left no trace.
    @Test func `what is changed by hand is in the log, through the engine or without one, and a list is one entry`()
        async throws
    {
        let temporary = try TemporaryFolder()
        defer { temporary.remove() }
        let installation = try await CordonInstallation(in: temporary.path("plant"))
        try await installation.record([DeviceRecord("press-7", tags: ["life-safety"])])
        let engine = try await installation.serve()
        installation.ask(engine)
        let protected = try await installation.run("devices", "add", "press-7", "--protected")
        #expect(protected.isSuccess && protected.errors.isEmpty, "\(protected)")
        try await engine.kill()

        let file = installation.folder.path("list.csv")
        let lamps = (1...30).map { "lamp-\($0),,\n" }.joined()
        try "id,tags,protected\npress-7,,false\n\(lamps)".write(toFile: file, atomically: true, encoding: .utf8)
        for command in [
            ["devices", "import", file, "--replace"], ["devices", "import", file],
            ["certs", "issue", "press-7", "--into", temporary.path],
        ] {
            let done = try await installation.run(as: nil, command)
            #expect(done.isSuccess && done.errors.isEmpty, "\(done)")
        }
        let shown = try await installation.run("audit", "show", "--action", "registry.changed").output
        let lines = shown.split(separator: "\n")
        // What was there before the first start is not told, nor is a list that changes nothing.
        try #require(lines.count == 3, "\(shown)")
        #expect(lines[0].contains("device:press-7  updated  - protected  by person:admin"), "\(shown)")
        let lost = "30 added, 1 updated, 0 unchanged; press-7: no longer tagged: life-safety; no longer protected"
        #expect(lines[1].contains("file:list.csv  reduced  - \(lost)  by person:"), "\(shown)")
        #expect(lines[2].contains("certificate:") && lines[2].contains("issued  - for press-7"), "\(shown)")
        let verified = try await installation.run("audit", "verify")
        #expect(verified.isSuccess, "\(verified)")
    }

    @Test func `an engine that cannot be told keeps nobody from protecting a device`() async throws {
        let temporary = try TemporaryFolder()
        defer { temporary.remove() }
        let installation = try await CordonInstallation(in: temporary.path("plant"))
        let engine = try await installation.serve()
        installation.ask(engine)
        let protected = try await installation.run(as: nil, ["devices", "add", "press-7", "--protected"])
        #expect(protected.output == "recorded press-7, protected\n" && protected.isSuccess, "\(protected)")
        #expect(protected.errors.contains("this change is not written into the audit log"), "\(protected)")
        #expect(protected.errors.contains("CORDON_TOKEN is not set"), "\(protected)")
        let shown = try await installation.run("devices", "show", "press-7")
        #expect(shown.output.contains("PROTECTED"), "\(shown)")
        try await engine.kill()
    }

    @Test(.enabled(if: Scenario.isPossible))
    func `a token that is added is in the log, and one that somebody writes into the file is seen`() async throws {
        let temporary = try TemporaryFolder()
        defer { temporary.remove() }
        let installation = try await CordonInstallation(in: temporary.path("plant"))
        let first = try await installation.serve()
        installation.ask(first)
        try await told(1, of: "configuration.loaded", in: installation)
        let added = try await installation.run("tokens", "add", "bea", "--group", "leads")
        #expect(added.isSuccess && added.errors.isEmpty, "\(added)")
        let shown = try await installation.run("audit", "show", "--action", "token.added").output
        #expect(shown.contains("file:keys/tokens  approver  - for bea, of leads  by person:admin"), "\(shown)")
        #expect(shown.split(separator: "\n").count == 1, "\(shown)")
        try await first.kill()

        let second = try await installation.serve()
        try await told(1, of: "configuration.changed", in: installation)
        try await second.kill()
        let file = installation.folder.path("keys/tokens")
        let line = "eve admin \(String(repeating: "0", count: 64))\n"
        let handle = try #require(FileHandle(forWritingAtPath: file))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(line.utf8))
        try handle.close()
        let third = try await installation.serve()
        try await told(2, of: "configuration.changed", in: installation)
        try await third.kill()
    }

    /// A reading found that a change could be hidden by editing what the last start had kept beside the log, and that what
    /// the environment says was nowhere in it.
    @Test(.enabled(if: Scenario.isPossible))
    func `what another start went by is told from the log alone, with what the environment says`() async throws {
        let temporary = try TemporaryFolder()
        defer { temporary.remove() }
        let installation = try await CordonInstallation(in: temporary.path("plant"))
        let first = try await installation.serve()
        try await told(1, of: "configuration.loaded", in: installation)
        try await first.kill()

        let file = installation.folder.path("cordon.yaml")
        let text = try String(contentsOfFile: file, encoding: .utf8) + "# by hand\n"
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        installation.set("CORDON_MODE", "observe")
        let second = try await installation.serve()
        installation.ask(second)
        try await told(2, of: "configuration.loaded", in: installation)
        let changes = try await installation.run("audit", "show", "--action", "configuration.changed").output
        let lines = changes.split(separator: "\n")
        try #require(lines.count == 2, "\(changes)")
        #expect(lines[0].contains("file:cordon.yaml  - before: "), "\(changes)")
        #expect(lines[1].contains("file:environment  - before: ") && lines[1].contains("CORDON_MODE"), "\(changes)")
        let starts = try await installation.run("audit", "show", "--action", "engine.started").output
        #expect(starts.split(separator: "\n").map { $0.contains("observe") } == [false, true], "\(starts)")
        try await second.kill()
    }

    /// Waits until the log has so many entries of that action about the file of tokens, which is the last that is told of.
    private func told(_ count: Int, of action: String, in installation: CordonInstallation) async throws {
        let query = """
            SELECT count(*) FROM entries WHERE instr(body, CAST('\(action)' AS BLOB)) \
            AND instr(body, CAST('file:keys/tokens' AS BLOB))
            """
        let database = StateDatabase(installation.folder)
        try await eventually("the log has \(count) of \(action)") {
            try await database.rows(query) == ["\(count)"]
        }
    }
}
