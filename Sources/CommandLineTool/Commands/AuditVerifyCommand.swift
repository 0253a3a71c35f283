import ArgumentParser
import Domain
import Foundation
import Ledger
import Witness

/// `cordon audit verify`: whether the log is what was written.
extension AuditCommand {
    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Verifies a whole log: every entry, every signature, and whether the database agrees with it.",
            discussion: """
                Without a folder it verifies the installation's own log: the entries, the checkpoints and whose time it was to \
                sign them, what the signer signed last, what witnesses saw, the private values, the state of every run, what is in \
                force, and what limits count. With a folder that 'cordon audit export' wrote it needs no installation, only the \
                log's first verifier key. Exit 0: sound. 20: entries are missing. 30: it is not what was signed or seen \
                elsewhere, or the database says something else. 40: an entry or a signature was altered.
                """
        )

        @Argument(help: "An exported log; none for the installation's own.", completion: .directory)
        var export: String?
        @Option(help: "The log's first verifier key, where it is not this installation's.")
        var key: String?
        @Option(
            parsing: .upToNextOption,
            help: ArgumentHelp(
                "What this log must contain: an earlier export, a file with a checkpoint that somebody kept, or a witness.",
                discussion: """
                    A witness is named by its URL in cordon.yaml, and asked now; or, for an export, too, by its key: then what \
                    it cosigned must lie in the log.
                    """,
                valueName: "export|checkpoint|witness"
            )
        )
        var against: [String] = []
        @OptionGroup var folder: FolderOptions

        func run() async throws {
            let (verification, log) = try await parts()
            let report = try await verification.run(log)
            for sentence in report.sentences { print(Terminal.safe(sentence)) }
            let missing = verification.notCompared(report)
            guard report.verdict == .sound else {
                // What is wrong weighs more than what nobody could be asked about.
                for error in missing { PlainFile.complain("Error: \(error)\n") }
                throw ExitCode(report.verdict.exitCode)
            }
            if let error = missing.first { throw error }
        }

        private func parts() async throws -> (AuditVerification, any AuditLog) {
            guard let export else { return try await ownLog() }
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
            let counterparts = try Counterparts(against, nil)
            let verification = AuditVerification(origin: origin, keys: keys, counterparts: counterparts)
            return (verification, log)
        }

        private func ownLog() async throws -> (AuditVerification, any AuditLog) {
            let settings = try folder.settings()
            let identity = try Identity.load(settings)
            let counterparts = try Counterparts(against, settings)
            var verification = AuditVerification(
                origin: identity.origin,
                keys: try anchored(identity.keysOfLog),
                signer: identity.signed,
                witnesses: try settings.witnessKeys(),
                counterparts: counterparts
            )
            let inquiry = WitnessInquiry(
                settings: settings,
                history: try folder.history(),
                surroundings: SystemSurroundings()
            )
            for witness in counterparts.witnesses {
                verification.words.append((witness.key.name, try await inquiry.ask(witness)))
            }
            // Only then, so that what the witnesses saw is in it.
            return (verification, try settings.auditLog(standsStill: true))
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
    }
}
