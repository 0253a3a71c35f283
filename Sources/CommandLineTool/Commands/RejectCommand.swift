import ArgumentParser

/// `cordon reject`: refuses what waits for a person.
struct RejectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reject",
        abstract: "Ends a step that waits for a person.",
        discussion: DecisionOptions.discussion
    )

    @OptionGroup var decision: DecisionOptions
    @OptionGroup var folder: FolderOptions

    func validate() throws { try decision.validateRejection() }

    func run() async throws { print(try await decision.send(agrees: false, folder)) }
}
