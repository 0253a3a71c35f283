import ArgumentParser

/// `cordon approve`: agrees to what waits for a person.
struct ApproveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve",
        abstract: "Lets a step go on that waits for a person.",
        discussion: DecisionOptions.discussion
    )

    @OptionGroup var decision: DecisionOptions
    @OptionGroup var folder: FolderOptions

    func validate() throws { try decision.validateApproval() }

    func run() async throws { print(try await decision.send(agrees: true, folder)) }
}
