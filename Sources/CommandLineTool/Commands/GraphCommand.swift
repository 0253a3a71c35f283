import ArgumentParser
import Authoring
import Domain
import Foundation
import Playbooks

/// `cordon graph`: a playbook as a picture.
struct GraphCommand: ParsableCommand {
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case svg, mermaid
    }

    static let configuration = CommandConfiguration(
        commandName: "graph",
        abstract: "Draws a playbook: steps, branches, guards, what can be undone and what is final.",
        discussion: """
              cordon graph playbooks/contain-exfiltration.yaml -o contain.svg
              cordon graph playbooks/contain-exfiltration.yaml --format mermaid
            """
    )

    @Argument(help: "A playbook file.")
    var playbook: String
    @Option(help: "svg, a picture by itself; or mermaid, which GitHub and many wikis draw.")
    var format = Format.svg
    @Option(name: [.customShort("o"), .long], help: "The file to write, instead of standard output.")
    var output: String?

    func run() throws {
        let compiled = try PlaybookFolder(connections: nil).playbook(playbook)
        let text =
            switch format {
            case .svg: SVGGraph(compiled).text
            case .mermaid: MermaidGraph(compiled).text
            }
        guard let output else {
            print(text, terminator: "")
            return
        }
        do {
            try Data(text.utf8).write(to: URL(filePath: output), options: .atomic)
        } catch {
            throw OperatorError(
                attempted: "write \(output)",
                reason: error.localizedDescription,
                remedy: "check the path, and that the folder belongs to this user"
            )
        }
    }
}
