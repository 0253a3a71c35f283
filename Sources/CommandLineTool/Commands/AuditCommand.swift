import ArgumentParser
import Domain
import Foundation
import Ledger
import Ports
import StoreSQLite

/// `cordon audit`: what was done, and the proof of it.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Shows the audit log, exports and verifies it.",
        subcommands: [Show.self, Follow.self, Export.self, Verify.self]
    )

    static let pageCount = 1_000

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Verifies the whole log: every entry, every checkpoint, and what the signer signed last.",
            discussion: "Exit 0: sound. 20: entries are missing. 30: not what was signed. 40: altered."
        )

        @OptionGroup var folder: FolderOptions

        func run() async throws {
            let settings = try folder.settings()
            let identity = try Identity.load(settings.folder, state: settings.state)
            let history = try folder.history()
            var verifier = LedgerVerifier(
                origin: identity.origin,
                keys: [identity.signingKey.verifier],
                signer: identity.signed
            )
            // All checkpoints first: each must be there before the entries that it does not cover.
            for checkpoint in try await history.checkpoints() { verifier.take(checkpoint: checkpoint.note) }
            var next: UInt64 = 0
            while true {
                let page = try await history.entries(from: next, limit: AuditCommand.pageCount)
                guard let last = page.last else { break }
                for raw in page { verifier.take(entry: raw.sequence, bytes: raw.bytes, leafHash: raw.leafHash) }
                next = last.sequence + 1
            }
            let report = verifier.finish()
            for sentence in report.sentences { print(sentence) }
            if report.verdict != .sound { throw ExitCode(report.verdict.exitCode) }
        }
    }
}
