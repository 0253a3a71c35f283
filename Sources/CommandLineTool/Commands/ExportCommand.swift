import ArgumentParser
import CACAO
import Domain
import Foundation
import Playbooks

/// `cordon export`: a playbook as CACAO 2.0.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Writes a playbook as a CACAO 2.0 playbook.",
        discussion: """
            What CACAO lacks stands in an extension, so that 'cordon import' gives back the same playbook. Exit 0: \
            written. Exit 1: the playbook has problems.
            """
    )

    @Argument(help: "A playbook file.")
    var file: String
    @Option(name: .shortAndLong, help: "The file to write; it must not exist. The standard output unless given.")
    var output: String?
    @Option(help: "Who made it: a STIX identity, identity--UUID. One of Cordon's own unless given.")
    var createdBy: String?

    func run() async throws {
        let checked = PlaybookFolder(connections: nil).check([file])
        let problems = checked.compactMap(\.problem)
        guard problems.isEmpty else {
            PlainFile.complain(problems.joined(separator: "\n") + "\n")
            throw ExitCode(1)
        }
        let exporter = CACAOExporter(now: SystemSurroundings().now(), creator: try creator())
        let text = try exporter.export(bytes: try PlainFile.read(file), file: file)
        try PlainFile.write(text, to: output)
    }

    private func creator() throws -> String? {
        guard let createdBy else { return nil }
        guard CACAOExporter.isIdentity(createdBy) else { throw ValidationError("'\(createdBy)' is no identity--UUID") }
        return createdBy
    }
}
