import ArgumentParser
import Domain
import Foundation
import Ledger

/// `cordon audit verify`: whether the log is what was written.
extension AuditCommand {
    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Verifies a whole log: every entry, every signature, and whether the database agrees with it.",
            discussion: """
                Without a folder it verifies the installation's own log: the entries, the checkpoints and whose time it was to \
                sign them, what the signer signed last, what witnesses saw, the private values, and the state of every run. With a \
                folder that 'cordon audit export' wrote it needs no installation, only the log's first verifier key. Exit 0: \
                sound. 20: entries are missing. 30: it is not what was signed or seen elsewhere, or the database says something \
                else. 40: an entry or a signature was altered.
                """
        )

        @Argument(help: "An exported log; none for the installation's own.", completion: .directory)
        var export: String?
        @Option(help: "The log's first verifier key, where it is not this installation's.")
        var key: String?
        @Option(
            parsing: .upToNextOption,
            help:
                "An earlier export, or a file with a checkpoint that a witness or anybody else kept: this log must contain it."
        )
        var against: [String] = []
        @OptionGroup var folder: FolderOptions

        func run() async throws {
            let report = try await report()
            for sentence in report.sentences { print(Terminal.safe(sentence)) }
            if report.verdict != .sound { throw ExitCode(report.verdict.exitCode) }
        }

        private func report() async throws -> AuditReport {
            guard let export else {
                let settings = try folder.settings()
                let identity = try Identity.load(settings.folder, state: settings.state)
                let verification = AuditVerification(
                    origin: identity.origin,
                    keys: try anchored(identity.verifierKeys),
                    signer: identity.signed,
                    witnesses: try settings.witnessKeys(),
                    seenElsewhere: try seenElsewhere()
                )
                return try await verification.run(try settings.auditLog(standsStill: true))
            }
            let log = ExportFolder(path: WorkingFolder(export).root)
            let keys = try anchored(try log.keys())
            guard let name = keys.first?.name, let origin = Origin(name) else {
                throw OperatorError(
                    attempted: "verify \(export)",
                    reason: "it names no key",
                    remedy: "take another copy"
                )
            }
            if key == nil {
                PlainFile.complain("note: no --key was given, so the key that the folder itself names is trusted\n")
            }
            return try await AuditVerification(origin: origin, keys: keys, seenElsewhere: try seenElsewhere()).run(log)
        }

        /// The keys, where the first is the one that was given.
        private func anchored(_ keys: [VerifierKey]) throws(OperatorError) -> [VerifierKey] {
            guard let key else { return keys }
            guard keys.first?.description == key else {
                throw OperatorError(
                    attempted: "verify the log with the key that you gave",
                    reason: "it was signed first by \(keys.first.map { "\($0)" } ?? "nobody")",
                    remedy: "ask whoever gave you the key; if the key is right, this is not that log"
                )
            }
            return keys
        }

        /// What somebody else has of it: the checkpoints of an export, or the notes of a file.
        private func seenElsewhere() throws(OperatorError) -> [String] {
            var notes: [String] = []
            for name in against {
                let path = WorkingFolder(name).root
                let earlier = ExportFolder(path: path)
                if earlier.exists {
                    notes += try earlier.checkpointNotes()
                } else {
                    notes.append(String(decoding: try PlainFile.read(name), as: UTF8.self))
                }
            }
            return notes
        }
    }
}
