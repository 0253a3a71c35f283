import ArgumentParser
import CACAO
import Domain
import Foundation
import Playbooks

/// `cordon import`: a CACAO playbook in Cordon's own language.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Translates a CACAO 2.0 playbook into Cordon's language.",
        discussion: """
            What it prints is what 'cordon run' carries out when it is given the CACAO file itself. Problems go to the \
            standard error. Exit 0: translated. Exit 1: there is a problem, and nothing is written.
            """
    )

    @Argument(help: "A CACAO playbook, a JSON file.")
    var file: String
    @Option(name: .shortAndLong, help: "The file to write; it must not exist. The standard output unless given.")
    var output: String?

    func run() async throws {
        let bytes = try PlainFile.read(file)
        guard !bytes.isEmpty, String(validating: bytes, as: UTF8.self) != nil else {
            throw OperatorError(
                attempted: "import \(file)",
                reason: bytes.isEmpty ? "it is empty" : "it is no text",
                remedy: "name a CACAO playbook, a JSON file in UTF-8"
            )
        }
        let folder = PlaybookFolder(connections: nil)
        let cacao = CACAOFile(file, callable: folder.callable(from: [file]))
        let translated: TranslatedPlaybook
        do throws(PlaybookRejected) {
            translated = try cacao.translate(bytes, folder.compiler)
        } catch {
            PlainFile.complain("\(error)\n")
            throw ExitCode(1)
        }
        Self.tell(translated)
        // A translation that does not compile yet is written all the same: its author sees now what is missing.
        for problem in folder.check([file]).compactMap(\.problem) { PlainFile.complain("\(problem)\n") }
        try PlainFile.write(translated.text, to: output)
    }

    private static func tell(_ translated: TranslatedPlaybook) {
        if !translated.warnings.isEmpty { PlainFile.complain(translated.source.rendered(translated.warnings) + "\n") }
        for verdict in translated.signatures where verdict.outcome == .valid {
            let key = verdict.fingerprint.prefix(16)
            PlainFile.complain(
                "signed by '\(DisplayText.shortened(verdict.signee))' (key \(key)…), and unchanged since\n"
            )
        }
    }
}
