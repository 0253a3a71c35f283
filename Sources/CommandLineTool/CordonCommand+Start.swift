import ArgumentParser
import CEL
import Foundation

extension CordonCommand {
    /// Runs the command that the process was started with.
    public static func start() async {
        let arguments = Array(CommandLine.arguments.dropFirst())
        if let mistake = mistake(in: arguments) {
            PlainFile.complain("Error: \(mistake)\n")
            Foundation.exit(ExitCode.validationFailure.rawValue)
        }
        if let refusal = refusal(of: arguments) {
            PlainFile.complain("\(refusal.message)\n")
            Foundation.exit(refusal.status.rawValue)
        }
        await main(arguments)
    }

    /// Why the parser does not take the arguments. It would print them as they are.
    private static func refusal(of arguments: [String]) -> (message: String, status: ExitCode)? {
        do {
            _ = try parseAsRoot(arguments)
            return nil
        } catch {
            // Help is asked for, and is none.
            let status = exitCode(for: error)
            return status == .success ? nil : (fullMessage(for: error), status)
        }
    }

    /// A command that there is not, with the one that was probably meant: the parser calls it an argument too many.
    package static func mistake(in arguments: [String]) -> String? {
        var command: any ParsableCommand.Type = Self.self
        var path = "cordon"
        for word in arguments {
            let configuration = command.configuration
            guard !configuration.subcommands.isEmpty, configuration.defaultSubcommand == nil, !word.hasPrefix("-"),
                word != "help"
            else { return nil }
            guard let next = configuration.subcommands.first(where: { $0._commandName == word }) else {
                let names = configuration.subcommands.filter { $0.configuration.shouldDisplay }.map { $0._commandName }
                let near = Spelling.closest(to: word, among: names).map { "did you mean '\($0)'?" }
                return
                    "'\(path)' has no command '\(Terminal.safe(word))': \(near ?? "there are \(names.joined(separator: ", "))")"
            }
            command = next
            path += " \(word)"
        }
        return nil
    }
}
