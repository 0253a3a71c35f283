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
        let history = try folder.history()
        guard let detail = try await history.incident(incident) else {
            throw OperatorError(
                attempted: "report the incident \(incident)",
                reason: "there is none, or several begin with that",
                remedy: "list them with 'cordon incidents'"
            )
        }
        await ReadNote(settings: settings).write(.logRead, "of incident \(detail.incident.id), as a report")
        let report = try await report(detail.incident, history, keys: identity.verifierKeys)
        let file = try LineOutput(to: output)
        try file.write(report.html)
        try file.flush()
    }

    private func report(
        _ incident: Incident,
        _ history: SQLiteHistory,
        keys: [VerifierKey]
    ) async throws -> IncidentReport {
        let id = incident.id
        let (entries, count) = try await entries(of: id, history)
        guard !entries.isEmpty else {
            throw OperatorError(
                attempted: "report the incident \(id)",
                reason: "the audit log has no entry that can be read about it",
                remedy: "'cordon audit verify' says whether the log is whole"
            )
        }
        let checkpoints = try await history.checkpoints()
        let onDevice = try await history.measures(of: incident.device, after: nil, limit: 100_000).elements
        let measures = onDevice.filter { $0.incident == id && $0.state.isOpen }
        return IncidentReport(
            of: id,
            entries: entries,
            leftOutCount: count - entries.count,
            checkpoints: checkpoints.map { IncidentReport.SignedCheckpoint(size: $0.size, note: $0.note) },
            keys: keys,
            measures: measures.map(\.reported),
            made: SystemSurroundings().wallClock(),
            style: AuditStyle(withPrivate: withPrivate, version: CordonCommand.version)
        )
    }

    /// The entries that fit on a page, the newest and the first, and how many there are. Read from the end back to the entry
    /// that opened the incident: nothing about it is before that.
    private func entries(of id: IncidentID, _ history: SQLiteHistory) async throws -> ([ViewedEntry], Int) {
        var reader = EntryReader(history, kinds: StepKinds(history))
        var (entries, count) = ([ViewedEntry](), 0)
        try await reader.readBack { row in
            guard case .entry(let entry) = row, entry.record.incident == id else { return true }
            let isFirst = entry.record.action == .incidentOpened
            if entries.count < IncidentReport.entriesMax || isFirst { entries.append(entry) }
            count += 1
            return !isFirst
        }
        return (entries.reversed(), count)
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
