import ArgumentParser
import AuditViews
import Ledger

/// `cordon audit show`: what was done, a line for each entry.
extension AuditCommand {
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints entries, one a line, the newest last.",
            discussion: """
                Options that filter combine. Names of people and what they wrote are shown where they are kept still; \
                '(not kept)' stands where they are not, and 'verify' tells whether somebody had them redacted. What does \
                not match its entry is not shown.
                """
        )

        @OptionGroup var wanted: AuditFilterOptions
        @Flag(help: "As JSON, an object a line.")
        var json = false
        @OptionGroup var folder: FolderOptions

        func run() async throws {
            let settings = try folder.settings()
            await ReadNote(settings: settings).write(.logRead, "with audit show")
            var reader = EntryReader(try settings.auditLog())
            var selection = try wanted.selection()
            let output = try LineOutput()
            let line = AuditCommand.line(json: json)
            try await selection.each(of: &reader) { try output.write(line($0)) }
            try output.flush()
        }
    }

    /// How a row is shown on a terminal: whoever may read the database sees what it holds.
    static func line(json: Bool) -> (ViewedRow) -> String {
        let format = JSONLinesFormat(AuditStyle(withPrivate: true, version: CordonCommand.version))
        return { json ? format.line(of: $0) : EntryLine($0).text }
    }
}
