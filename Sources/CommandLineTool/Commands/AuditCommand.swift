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
        subcommands: [
            Show.self, AuditVerifyCommand.self, AuditExportCommand.self, AuditProveCommand.self,
            AuditRedactCommand.self, AuditRotateCommand.self, Key.self,
        ]
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

    struct Key: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints the keys that the log's checkpoints are verified with, the first one first.",
            discussion: "Whoever checks the log is given the first, and a witness the last."
        )

        @OptionGroup var folder: FolderOptions

        func run() async throws {
            let settings = try folder.settings()
            for key in try Identity.load(settings.folder, state: settings.state).verifierKeys { print(key) }
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
