import Foundation
import Testbed
import Testing

/// What an outsider is handed, and nobody signed.
extension AuditScenarios {
    /// A reading found that both readers called an export sound that somebody had made up without any key.
    @Test func `a true export is signed, however young the log, and one that nobody signed is not sound`() async throws
    {
        try await Scenario.play(playbook: Playbooks.containment()) { stage in
            let cordon = stage.installation
            let engine = try await stage.startEngine()
            cordon.ask(engine)
            let key = try await cordon.run("audit", "key").output.trimmingCharacters(in: .newlines)
            let export = stage.folder.path("log")
            // The first checkpoint is not due yet.
            let exporting = try await cordon.run("audit", "export", export)
            #expect(exporting.isSuccess && exporting.errors.isEmpty, "\(exporting)")
            let verified = try await cordon.run("audit", "verify", export, "--key", key)
            #expect(verified.isSuccess, "\(verified)")
            let read = try await independent("audit_reader.py", export, key)
            #expect(read.isSuccess, "\(read)")

            // The checkpoints are left out, but for the file that somebody may forget, and then that, too.
            let files = FileManager.default
            #expect(files.createFile(atPath: "\(export)/checkpoints.jsonl", contents: Data()))
            for words in ["is not the last", "Nobody has signed any"] {
                let refused = try await cordon.run("audit", "verify", export, "--key", key)
                #expect(refused.ending == .exited(40) && refused.output.contains(words), "\(refused)")
                let refuted = try await independent("audit_reader.py", export, key)
                #expect(!refuted.isSuccess && refuted.errors.contains("NOT SOUND"), "\(refuted)")
                if files.fileExists(atPath: "\(export)/checkpoint") {
                    try files.removeItem(atPath: "\(export)/checkpoint")
                }
            }
        }
    }
}
