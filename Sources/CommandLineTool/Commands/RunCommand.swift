import ArgumentParser
import Domain
import Engine
import Foundation
import Logging
import Playbooks
import Ports
import Response
import StoreSQLite

/// `cordon run`: one playbook for one device, because a person says so.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Runs a playbook for a device, or shows what it would do.",
        discussion: """
            With an engine running on the working folder, the run goes through it (the token comes from CORDON_TOKEN, and \
            the playbook must be one that it has loaded). Without one, it runs here, as far as it goes by itself; the next \
            engine takes it up. Exit 0: the run has ended. Exit 3: it waits for a person or the end of a stop, or would \
            wait for a person, were it no drill.
            """
    )

    @Argument(help: "A playbook file, or the name of one in the configured folder.")
    var playbook: String
    @Option(help: "The device.")
    var device: String
    @Option(help: "The event, as a monitor would send it: CloudEvents 1.0 or Device Defender JSON.")
    var event: String?
    @Flag(help: "Do everything but the last hand-over: print what each step would send, and what the guards would do.")
    var dryRun = false

    @OptionGroup var folder: FolderOptions

    func run() async throws {
        let settings = try folder.settings()
        guard let id = DeviceID(device) else { throw ValidationError("'\(device)' is no device id: \(DeviceID.rule)") }
        let chosen = try choose(settings)
        let event = try EventFile(path: event).event(for: id)
        var logger = Logger(label: "cordon")
        logger.logLevel = .warning
        if let assembly = try await Assembly(settings, logger: logger) {
            let incident = try await LocalRun(assembly).run(chosen, event, dryRun: dryRun)
            try await report(incident, settings, isServed: false)
        } else {
            let incident = try await RemoteRun(settings: settings).run(chosen, event, dryRun: dryRun)
            try await report(incident, settings, isServed: true)
        }
    }

    private func report(_ incident: IncidentID, _ settings: Settings, isServed: Bool) async throws {
        let history = try settings.history()
        guard let detail = try await history.incident(incident.description) else { return }
        let playbook = try PinnedPlaybook(detail).playbook
        let timeline = Timeline(detail, of: playbook, stops: try await folder.stops(history))
        print(timeline.text(withRequests: dryRun))
        if timeline.drillStop != nil { throw ExitCode(3) }
        switch detail.run.phase {
        case .ended, .inForce: return
        // Also where somebody has decided since it was looked at: it goes on, and has not ended.
        case .main, .clearing, .closing, .waitingForPerson:
            for line in try WayOn.lines(of: detail, playbook, isServed: isServed) { print("  \(line)") }
            throw ExitCode(3)
        }
    }

    private func choose(_ settings: Settings) throws -> Playbook {
        let folder = PlaybookFolder(connections: settings.connections, inputs: settings.inputs)
        let isFile = FileManager.default.fileExists(atPath: playbook)
        let checked = folder.check(try PlaybookFolder.files(below: isFile ? playbook : settings.playbooks))
        if isFile, let problem = checked.first?.problem {
            throw OperatorError(
                attempted: "load \(playbook)",
                reason: "it has problems\n\(problem)",
                remedy: "mend them; 'cordon check \(playbook)' shows them all"
            )
        }
        let playbooks = checked.compactMap(\.playbook)
        guard let chosen = isFile ? playbooks.first : playbooks.first(where: { $0.name == playbook }) else {
            throw OperatorError(
                attempted: "find the playbook '\(playbook)'",
                reason: "there is no such file, and none in \(settings.playbooks) has that name",
                remedy: "the names there are: \(playbooks.map(\.name).joined(separator: ", "))"
            )
        }
        return chosen
    }
}
