import ArgumentParser

/// `cordon approve`: agrees to a step that waits for it.
struct ApproveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve",
        abstract: "Agrees to a step that waits for people.",
        discussion: StepDecision.discussion
    )

    @Argument(help: "The incident's id, or its beginning.")
    var incident: String
    @Argument(help: "The step; needed where several wait.")
    var step: String?
    @Option(help: "Why, for the audit log.")
    var reason = ""
    @OptionGroup var folder: FolderOptions

    func run() async throws {
        let decision = StepDecision(incident: incident, step: step, agrees: true, reason: reason)
        print(try await decision.send(folder))
    }
}
