import ArgumentParser
import Domain
import Ports
import Quarantine
import Response
import StoreSQLite

/// `cordon holds`: what waits for a person.
struct HoldsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "holds",
        abstract: "Lists what is stopped, and what waits for a person, the oldest first.",
        discussion: """
            Stops that are in force come first: 'cordon resume' lifts them, and what they hold is counted, not listed, as is \
            what the engine's mode holds; 'cordon reject --holds --cause stopped' ends that. Then \
            steps that ask for approval, steps that a guard holds, and steps at which a run stopped, each with the command \
            that approves it as it is listed; 'cordon reject' ends it. Runs in quarantine are listed after them: 'cordon quarantine' \
            decides about them. A list that is whole ends with the commands that let pass what guards hold, one for each \
            playbook and cause, and nothing that came since.
            """
    )

    @Option(help: "How many incidents at the most.")
    var limit = 100
    @Flag(help: "As JSON.")
    var json = false
    @OptionGroup var folder: FolderOptions

    func run() async throws {
        let history = try folder.history()
        let quarantined = try folder.quarantinedRuns()
        let waiting = try await history.waiting(
            limit: max(1, min(limit, HoldsReport.incidentsMax)),
            besides: Set(quarantined.keys)
        )
        var aside: [(IncidentDetail, QuarantinedArrival)] = []
        for arrival in quarantined.values.sorted(by: { $0.since < $1.since }) where arrival.state != .dropped {
            guard let incident = arrival.run?.incident,
                let detail = try await history.incident(incident.description)
            else { continue }
            aside.append((detail, arrival))
        }
        var versions = PinnedVersions()
        let report = try HoldsReport(waiting, quarantined: aside, stops: await folder.stops(history)) {
            versions.playbook(of: $0)
        }
        print(json ? report.json : report.text)
    }
}
