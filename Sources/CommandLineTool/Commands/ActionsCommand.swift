import Actions
import ArgumentParser
import CEL
import Playbooks

/// `cordon actions`: what a playbook's steps can do.
struct ActionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "actions",
        abstract: "Lists the actions of playbooks, or shows one."
    )

    @Argument(help: "An action's name.")
    var name: String?

    func run() async throws {
        guard let name else {
            for descriptor in BuiltInActions.descriptors {
                print("\(Terminal.padded(descriptor.name, 24)) \(descriptor.summary)")
            }
            return
        }
        guard let descriptor = BuiltInActions.descriptors.first(where: { $0.name == name }) else {
            let near = Spelling.closest(to: name, among: BuiltInActions.descriptors.map(\.name))
            let remedy = near.map { "did you mean '\($0)'?" } ?? "'cordon actions' lists them"
            throw ValidationError("there is no action '\(name)': \(remedy)")
        }
        print(ActionReference(descriptor).text)
    }
}
