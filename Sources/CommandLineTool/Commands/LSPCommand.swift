import Actions
import ArgumentParser
import Authoring
import Foundation
import Playbooks

/// `cordon lsp`: an editor's language server.
struct LSPCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lsp",
        abstract: "Helps an editor with playbooks: findings, completion, what words mean.",
        discussion: """
            It speaks the Language Server Protocol on standard input and output; an editor starts it. Names of connections \
            come from the cordon.yaml of the folder that the file is in, or of one above it.
            """
    )

    func run() throws {
        let workshop = LanguageServer.Workshop { path in WorkshopContext(path: path).context }
        let link = LanguageServerLink(LanguageServer(workshop))
        let code = link.run(input: .standardInput, output: .standardOutput)
        if code != 0 { throw ExitCode(code) }
    }
}
