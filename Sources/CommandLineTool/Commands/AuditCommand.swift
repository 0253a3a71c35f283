import ArgumentParser

/// `cordon audit`: what was done, and the proof of it.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Shows the audit log, verifies it, and hands it on.",
        subcommands: [
            Show.self, Follow.self, Verify.self, Prove.self, Export.self, Redact.self, Archive.self, Rotate.self,
            Key.self,
        ]
    )
}
