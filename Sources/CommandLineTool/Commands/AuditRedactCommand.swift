import ArgumentParser
import CEL
import Domain

/// `cordon audit redact`: what is about people goes, and every proof stays.
extension AuditCommand {
    struct Redact: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Takes the name and the words of people out of an entry, once two people want it.",
            discussion: """
                They lie beside the entry, which holds a commitment to them: the entry and every proof stay as they are. The \
                first person asks, another one agrees by asking for the same; both are entries of their own. It needs the \
                engine; the token in CORDON_TOKEN says who asks. The state of the run that the entry is about is redacted with \
                it where that has ended; the answer says where it has not. Exports and backups that were made before are not \
                touched.
                """
        )

        @Argument(help: "The number of the entry, as 'cordon audit show' prints it.")
        var entry: UInt64
        @Option(help: "Why, for the audit log.")
        var reason = ""
        @OptionGroup var folder: FolderOptions

        func run() async throws {
            let client = EngineClient(settings: try folder.settings(), attempted: "redact entry \(entry)")
            let answer = try await client.post(
                "/v1/redactions",
                ["entry": .int(Int64(clamping: entry)), "reason": .string(reason)]
            )
            if case .string(let sentence)? = answer["result"] { print(Terminal.safe(sentence)) }
        }
    }
}
