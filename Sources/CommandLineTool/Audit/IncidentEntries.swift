package import AuditViews
package import Domain
import Ledger

/// What the log says of an incident, as much of it as fits on a page: the entry that opened it, and the newest.
package struct IncidentEntries {
    /// In the order of the log; the first is the one that opened the incident.
    package let shown: [ViewedEntry]
    /// How many there are between that one and the others.
    package let leftOutCount: Int

    /// Reads from the end of the log back to the entry that opened the incident: nothing about it is before that. A page
    /// without that entry would call a later one the opening, so there is none.
    package init<Source>(of incident: IncidentID, in reader: inout EntryReader<Source>) async throws {
        var (newest, count) = ([ViewedEntry](), 0)
        var earliest: ViewedEntry?
        try await reader.readBack { row in
            guard case .entry(let entry) = row, entry.record.incident == incident else { return true }
            earliest = entry
            count += 1
            let isOpening = entry.record.action == .incidentOpened
            if newest.count < IncidentReport.entriesMax || isOpening { newest.append(entry) }
            return !isOpening
        }
        guard earliest?.record.action == .incidentOpened else { throw Self.hasNoOpening(incident, earliest) }
        shown = newest.reversed()
        leftOutCount = count - newest.count
    }

    private static func hasNoOpening(_ incident: IncidentID, _ earliest: ViewedEntry?) -> OperatorError {
        let first = earliest.map { "the first about it is entry \($0.sequence), \($0.record.action.text)" }
        return OperatorError(
            attempted: "report the incident \(incident)",
            reason: "the audit log has no entry that can be read and says that it was opened: "
                + (first ?? "there is none about it"),
            remedy: "where older entries were moved into an archive, put that back beside the database; "
                + "'cordon audit verify' says whether the log is whole"
        )
    }
}
