import ArgumentParser
import AuditViews
import Domain
import Ledger

/// `cordon audit export`: the log for somebody who checks it, or entries for another program.
extension AuditCommand {
    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes the log into a folder that verifies offline, or entries in the form of another program.",
            discussion: """
                With a folder: the entries and the tree as C2SP 'tlog-tiles' has them, every checkpoint, the keys, and what \
                the database says of runs. 'cordon audit verify FOLDER' checks it, and so does examples/audit-reader, which \
                has none of Cordon's code in it.
                With --format, one entry a line:
                \(BuiltInAuditFormats.all.map { "\($0.name): \($0.summary)." }.joined(separator: "\n"))
                Names of people and what they wrote are left out unless --with-private asks for them.
                """
        )

        @Argument(help: "A folder that is not there yet.", completion: .directory)
        var export: String?
        @Option(help: "The form: \(BuiltInAuditFormats.all.map { $0.name }.joined(separator: ", ")).")
        var format: String?
        @Option(name: .shortAndLong, help: "The file to write; it must not exist. The standard output unless given.")
        var output: String?
        @Flag(help: "With the names of people, and what they wrote.")
        var withPrivate = false
        @OptionGroup var wanted: AuditFilterOptions
        @OptionGroup var folder: FolderOptions

        func validate() throws {
            guard (export == nil) != (format == nil) else {
                throw ValidationError("name either a folder to export to, or a --format")
            }
            if let format, BuiltInAuditFormats.named(format) == nil {
                let names = BuiltInAuditFormats.all.map { $0.name }.joined(separator: ", ")
                throw ValidationError("there is no format '\(format)'; there are \(names)")
            }
        }

        func run() async throws {
            let settings = try folder.settings()
            if let export {
                await ReadNote(settings: settings).write(.logExported, "all of it, into a folder")
                return try await write(into: WorkingFolder(export).root, settings)
            }
            guard let chosen = format.flatMap(BuiltInAuditFormats.named) else { return }
            await ReadNote(settings: settings).write(.logExported, "as \(chosen.name)")
            let form = chosen.init(AuditStyle(withPrivate: withPrivate, version: CordonCommand.version))
            let log = try settings.auditLog()
            var reader = EntryReader(log, kinds: StepKinds(log.history))
            var selection = try wanted.selection()
            let output = try LineOutput(to: output)
            try await selection.each(of: &reader) { try output.write(form.line(of: $0)) }
            try output.flush()
        }

        private func write(into path: String, _ settings: Settings) async throws {
            let log = try await signedLog(settings)
            let identity = try Identity.load(settings)
            let writer = ExportWriter(folder: path, keys: identity.keysOfLog, withPrivate: withPrivate)
            let summary = try await writer.write(log)
            print("\(path): \(summary.entries) entries, \(summary.checkpoints) checkpoints")
            print("give whoever checks it, by another way, the key: \(identity.verifierKeys[0])")
        }

        /// The log as it stands still, once it is signed but for its end: nobody takes the word of an export without.
        private func signedLog(_ settings: Settings) async throws -> DatabaseLog {
            let surroundings = SystemSurroundings()
            // An engine that has just begun signs within the interval, and stores that with what it writes next.
            let deadline = surroundings.now() + Limits().checkpointInterval * 2
            while true {
                let log = try settings.auditLog(standsStill: true)
                if try await log.isSigned() { return log }
                guard surroundings.now() < deadline else {
                    PlainFile.complain("note: \(Self.unsigned)\n")
                    return log
                }
                await surroundings.sleep(until: surroundings.now() + .seconds(1))
                try Task.checkCancellation()
            }
        }

        private static let unsigned =
            "the log, or too much of its end, is not signed, so the export will not verify: see that the engine works, and take another"
    }
}
