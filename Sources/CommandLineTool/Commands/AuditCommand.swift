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
        abstract: "Shows the audit log, and verifies it.",
        subcommands: [Show.self, Verify.self, Key.self]
    )

    static let pageCount = 1_000

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Prints entries, one a line.")

        @Option(help: "From this entry on.")
        var from: UInt64 = 0
        @Option(help: "Only those of this incident.")
        var incident: String?
        @OptionGroup var folder: FolderOptions

        func run() async throws {
            let history = try folder.history()
            var next = from
            while true {
                let page = try await history.entries(from: next, limit: AuditCommand.pageCount)
                guard let last = page.last else { return }
                let values = try await history.privateValues(of: next...last.sequence)
                let valuesOf = Dictionary(grouping: values, by: \.sequence)
                for raw in page { show(raw, with: valuesOf[raw.sequence] ?? []) }
                next = last.sequence + 1
            }
        }

        private func show(_ raw: RawEntry, with values: [PrivateValue]) {
            do throws(EntryMalformed) {
                let entry = try Entry(decoding: raw.bytes)
                if let incident, entry.record.incident?.description.hasPrefix(incident) != true { return }
                print(Terminal.safe(entry.opened(with: values).line(entry.sequence)))
            } catch {
                print("\(raw.sequence)  cannot be read: \(error.sentence)")
            }
        }
    }

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
                signer: identity.signed,
                witnesses: try settings.witnessKeys()
            )
            // All checkpoints first: each must be there before the entries that it does not cover.
            for checkpoint in try await history.checkpoints() { verifier.take(checkpoint: checkpoint.note) }
            for note in try await history.cosignedNotes() { verifier.take(cosigned: note) }
            var next: UInt64 = 0
            while true {
                let page = try await history.entries(from: next, limit: AuditCommand.pageCount)
                guard let last = page.last else { break }
                for raw in page { verifier.take(entry: raw.sequence, bytes: raw.bytes, leafHash: raw.leafHash) }
                next = last.sequence + 1
            }
            let report = verifier.finish()
            for sentence in report.sentences { print(sentence) }
            for witness in report.witnesses {
                print("The witness '\(witness.name)' saw the first \(witness.size) entries at \(witness.time.rfc3339).")
            }
            if report.verdict != .sound { throw ExitCode(report.verdict.exitCode) }
        }
    }

    struct Key: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints the key with which the log's checkpoints are verified: what a witness is given."
        )

        @OptionGroup var folder: FolderOptions

        func run() async throws {
            let settings = try folder.settings()
            print(try Identity.load(settings.folder, state: settings.state).signingKey.verifier)
        }
    }
}

extension AuditRecord {
    fileprivate func line(_ sequence: UInt64) -> String {
        var parts = ["\(sequence)", time.rfc3339, Terminal.padded(action.text, 16)]
        if isDrill { parts.append("DRILL") }
        if let object { parts.append(object.description) }
        if let step { parts.append("step \(step)\(attempt.map { " (\($0))" } ?? "")") }
        if let outcome { parts.append(outcome) }
        if let detail { parts.append("- \(detail)") }
        parts.append("by \(actor.name)")
        return parts.joined(separator: "  ")
    }
}
