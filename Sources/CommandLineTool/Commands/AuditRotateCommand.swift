import ArgumentParser
import Domain

/// `cordon audit rotate`: a new key for the log.
extension AuditCommand {
    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes a new key for the audit log, which takes over at the engine's next start.",
            discussion: """
                At its next start the engine writes into the log which key is the new one, signs one checkpoint with both, and \
                then deletes the old one. Whoever steals the new key cannot sign what is older. Give the witnesses the new \
                verifier key; whoever checks the log still needs the first one alone.
                """
        )

        @OptionGroup var folder: FolderOptions

        func run() async throws {
            let settings = try folder.settings()
            let identity = try Identity.load(settings)
            let key = try identity.prepareRotation(settings.folder)
            print("the new key is \(key)")
            print("restart the engine: the new key takes over, and the old one is deleted")
        }
    }
}
