import ArgumentParser
import CEL
import Domain
import Foundation
import JSON
import Playbooks
import Rehearsal

/// `cordon explain`: which playbooks an event starts, and why not the others.
struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Says which playbooks an event starts, and why not the others.",
        discussion: """
            Below each condition stands what every part of it comes to. For the playbooks that start it is said what the \
            guards would hold, how many steps there are at most, and whom they ask. Nothing is touched or written. The \
            device is looked up in the working folder's registry. Exit 0: at least one starts. Exit 1: none does.

              cordon explain violation.json
              cordon explain violation.json --playbooks playbooks/contain.yaml --device camera.yaml
            """
    )

    enum Format: String, CaseIterable, ExpressibleByArgument { case text, json }

    @Argument(help: "A file with an event, as a monitor would send it: CloudEvents 1.0 or Device Defender JSON.")
    var event: String
    @Option(help: "A playbook, or a folder of them; the working folder's unless it is given.")
    var playbooks: String?
    @Option(
        help: "A YAML file that says what the registry would: id, site, model, groups, tags, protected, registered."
    )
    var device: String?
    @Option(help: "The time at which the event comes in, such as 2026-01-05T12:00:00Z; now unless it is given.")
    var at: String?
    @Option(help: "How to print: text or json.")
    var format = Format.text

    @OptionGroup var folder: FolderOptions

    func validate() throws { _ = try time() }

    func run() async throws {
        let now = try time() ?? SystemSurroundings().now()
        let hasConfiguration = FileManager.default.fileExists(atPath: folder.working.configuration)
        let settings = hasConfiguration ? try folder.settings() : nil
        let event = try EventFile(path: event).read(arrived: now)
        let explained = try await DeviceSource(settings: settings, file: device).explained(event, at: now)
        let answers = try loaded(settings).map { PlaybookAnswer($0, explained) }
        switch format {
        case .text: print(ExplanationReport(explained, answers, paint: ColourChoice.auto.paint).text)
        case .json: print(JSONText.string(ExplanationDocument(explained, answers).json))
        }
        if !answers.contains(where: \.verdict.starts) { throw ExitCode(1) }
    }

    private func time() throws -> Instant? {
        guard let at else { return nil }
        guard let nanoseconds = Timestamp(at)?.nanosecondsSinceEpoch else {
            throw ValidationError("'\(at)' is no time: write it as 2026-01-05T12:00:00Z")
        }
        return Instant(nanosecondsSinceEpoch: nanoseconds)
    }

    private func loaded(_ settings: Settings?) throws(OperatorError) -> [Playbook] {
        let path = playbooks ?? settings?.playbooks ?? folder.folder
        let checked = PlaybookFolder(connections: settings?.connections, inputs: settings?.inputs ?? [:])
            .check(try PlaybookFolder.files(below: path))
        if let problem = checked.lazy.compactMap(\.problem).first {
            throw OperatorError(
                attempted: "load the playbooks of \(path)",
                reason: "one of them has problems\n\(problem)",
                remedy: "mend it; 'cordon check' shows all problems"
            )
        }
        return checked.compactMap(\.playbook)
    }
}
