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
}
