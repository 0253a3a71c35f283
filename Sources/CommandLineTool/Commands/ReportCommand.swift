import ArgumentParser
import AuditViews
import Domain
import Ledger
import Ports
import Response
import StoreSQLite

/// `cordon report`: an incident for somebody who was not there.
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Writes a page about an incident, with its proofs.",
        discussion: """
            One file of HTML for an insurer, a regulator or the board: what happened, who decided, what is in force, and how \
            to check all of it without Cordon. It holds no script and asks nothing of any server. Names of people and what \
            they wrote are left out unless --with-private asks for them.
            """
    )

    @Argument(help: "The incident's id, or its beginning.")
    var incident: String
    @Flag(help: "As a page of HTML: the one form that there is so far.")
    var html = false
    @Option(name: .shortAndLong, help: "The file to write; it must not exist. The standard output unless given.")
    var output: String?
    @Flag(help: "With the names of people, and what they wrote.")
    var withPrivate = false
    @OptionGroup var folder: FolderOptions

    func validate() throws {
        guard html else { throw ValidationError("say --html: it is the one form that there is so far") }
    }

    func run() async throws {
        let settings = try folder.settings()
        let identity = try Identity.load(settings)
        let log = try settings.auditLog()
        guard let detail = try await log.history.incident(incident) else {
            throw OperatorError(
                attempted: "report the incident \(incident)",
                reason: "there is none, or several begin with that",
                remedy: "list them with 'cordon incidents'"
            )
        }
        await ReadNote(settings: settings).write(.logRead, "of incident \(detail.incident.id), as a report")
        let report = try await report(detail.incident, log, keys: identity.verifierKeys)
        let file = try LineOutput(to: output)
        try file.write(report.html)
        try file.flush()
    }

    private func report(
        _ incident: Incident,
        _ log: DatabaseLog,
        keys: [VerifierKey]
    ) async throws -> IncidentReport {
        let id = incident.id
        var reader = EntryReader(log, kinds: StepKinds(log.history))
        let entries = try await IncidentEntries(of: id, in: &reader)
        let checkpoints = try await log.checkpoints()
        let onDevice = try await log.history.measures(of: incident.device, after: nil, limit: 100_000).elements
        let measures = onDevice.filter { $0.incident == id && $0.state.isOpen }
        return IncidentReport(
            of: id,
            entries: entries.shown,
            leftOutCount: entries.leftOutCount,
            checkpoints: checkpoints.map { IncidentReport.SignedCheckpoint(size: $0.size, note: $0.note) },
            keys: keys,
            measures: measures.map(\.reported),
            made: SystemSurroundings().wallClock(),
            style: AuditStyle(withPrivate: withPrivate, version: CordonCommand.version)
        )
    }
}

extension Measure {
    fileprivate var reported: IncidentReport.MeasureInForce {
        IncidentReport.MeasureInForce(
            device: device.description,
            action: action,
            state: state.text,
            since: since,
            until: until,
            inverse: inverse
        )
    }
}
