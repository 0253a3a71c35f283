import ArgumentParser
import AuditViews

/// `cordon audit export`: entries for another program.
extension AuditCommand {
    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes entries in the form of another program, one a line.",
            discussion: """
                \(BuiltInAuditFormats.all.map { "\($0.name): \($0.summary)." }.joined(separator: "\n"))
                Names of people and what they wrote are left out unless --with-private asks for them.
                """
        )

        @Option(help: "The form: \(BuiltInAuditFormats.all.map { $0.name }.joined(separator: ", ")).")
        var format: String
        @Option(name: .shortAndLong, help: "The file to write; it must not exist. The standard output unless given.")
        var output: String?
        @Flag(help: "With the names of people, and what they wrote.")
        var withPrivate = false
        @OptionGroup var wanted: AuditFilterOptions
        @OptionGroup var folder: FolderOptions

        func validate() throws {
            guard BuiltInAuditFormats.named(format) != nil else {
                let names = BuiltInAuditFormats.all.map { $0.name }.joined(separator: ", ")
                throw ValidationError("there is no format '\(format)'; there are \(names)")
            }
        }

        func run() async throws {
            guard let chosen = BuiltInAuditFormats.named(format) else { return }
            let form = chosen.init(AuditStyle(withPrivate: withPrivate, version: CordonCommand.version))
            let history = try folder.history()
            var reader = AuditReader(history, kinds: StepKinds(history))
            var selection = try wanted.selection()
            let output = try LineOutput(to: output)
            try await selection.each(of: &reader) { try output.write(form.line(of: $0)) }
            try output.flush()
        }
    }
}
