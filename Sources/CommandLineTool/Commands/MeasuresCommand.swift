import ArgumentParser
import CEL
import Domain
import JSON
import Ports
import Response
import StoreSQLite

/// `cordon measures`: what is in force on devices.
struct MeasuresCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "measures",
        abstract: "Lists what Cordon has in force on devices, the oldest first.",
        discussion: """
            Each with its owner, when it ends and what takes it back. 'doubtful': nobody knows whether it was done; it is \
            taken back all the same. 'stuck': it could not be taken back, see 'cordon holds'. 'cordon release' takes \
            measures back. --check asks the registry whether it agrees, and exits with 1 where it does not.
            """
    )

    @Option(help: "Only those of this device.")
    var device: String?
    @Option(help: "How many at the most.")
    var limit = 1_000
    @Flag(help: "As JSON.")
    var json = false
    @Flag(help: "Lists only where the registry says otherwise: what somebody undid, or what never held.")
    var check = false
    @OptionGroup var folder: FolderOptions

    func run() async throws {
        let all = try await folder.history().measures(limit: max(1, min(limit, 100_000)))
        let measures = all.filter { device == nil || $0.device.description == device }
        if check { return try await lookForDrift(in: measures) }
        if json { return print(JSONText.string(.list(measures.map(\.json)))) }
        guard !measures.isEmpty else { return print("nothing is in force") }
        for measure in measures { print(measure.line) }
    }

    private func lookForDrift(in measures: [Measure]) async throws {
        let drifts = try await Drift.all(of: measures, in: folder.registry())
        guard !drifts.isEmpty else { return print("the registry agrees with what is in force") }
        for drift in drifts { print(Terminal.safe(drift.sentence)) }
        throw ExitCode(1)
    }
}

extension Measure {
    fileprivate var line: String {
        let end = until.map { "until \($0.rfc3339)" } ?? "until it is released"
        let columns = [
            (id.description, 24), (device.description, 14), (action, 24), (state.text, 10),
            ("since \(since.rfc3339)", 30),
            (end, 30),
        ]
        let text = columns.map { Terminal.padded($0.0, $0.1) }.joined(separator: " ")
        return Terminal.safe("\(text) \(incident) \(playbook)/\(step), taken back by \(inverse)")
    }

    fileprivate var json: Value {
        [
            "measure": .string(id.description), "device": .string(device.description), "action": .string(action),
            "inverse": .string(inverse), "state": .string(state.text), "since": .string(since.rfc3339),
            "until": until.map { .string($0.rfc3339) } ?? .null, "run": .string(run.description),
            "incident": .string(incident.description), "playbook": .string(playbook), "step": .string(step),
        ]
    }
}
