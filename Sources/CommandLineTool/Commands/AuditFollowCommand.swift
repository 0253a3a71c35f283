import ArgumentParser
import AuditViews
import Domain
import Ledger
import Ports
import StoreSQLite

/// `cordon audit follow`: entries as they are committed.
extension AuditCommand {
    struct Follow: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints new entries as they are committed, until Ctrl-C.",
            discussion: """
                Begins with the next entry; with --from or --since, with those that are there already. With --limit, it \
                ends after so many. It only reads, and needs no running engine.
                """
        )

        private static let pause: Duration = .milliseconds(250)

        @OptionGroup var wanted: AuditFilterOptions
        @Flag(help: "As JSON, an object a line.")
        var json = false
        @OptionGroup var folder: FolderOptions

        func run() async throws {
            let settings = try folder.settings()
            await ReadNote(settings: settings).write(.logRead, "with audit follow")
            let history = try settings.auditLog()
            let start =
                if let from = wanted.from { from } else if wanted.since != nil { UInt64(0) } else {
                    try await history.nextSequence()
                }
            var reader = EntryReader(history)
            var selection = try wanted.selection()
            let output = try LineOutput()
            let line = AuditCommand.line(json: json)
            let surroundings = SystemSurroundings()
            let pause: () async -> Void = { await surroundings.sleep(until: surroundings.now() + Self.pause) }
            try await selection.follow(&reader, from: start, pause: pause) { row in
                try output.write(line(row))
                try output.flush()
            }
        }
    }
}
