import ArgumentParser

/// `cordon audit key`: what the log is verified with.
extension AuditCommand {
    struct Key: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints the keys that the log's checkpoints are verified with, the first one first.",
            discussion: "Whoever checks the log is given the first, and a witness the last."
        )

        @OptionGroup var folder: FolderOptions

        func run() async throws {
            let settings = try folder.settings()
            for key in try Identity.load(settings).verifierKeys { print(key) }
        }
    }
}
