import AuditViews
import Domain
import Ledger

/// A row of the audit log in one line, for a person's terminal.
struct EntryLine {
    let text: String

    init(_ row: ViewedRow) {
        switch row {
        case .entry(let entry): text = Terminal.safe(Self.parts(of: entry).joined(separator: "  "))
        case .unreadable(let place, let reason): text = Terminal.safe("\(place)  cannot be read: \(reason)")
        }
    }

    private static func parts(of entry: ViewedEntry) -> [String] {
        let record = entry.record
        var parts = ["\(entry.sequence)", record.time.rfc3339, Terminal.padded(record.action.text, 16)]
        if record.isDrill { parts.append("DRILL") }
        if let object = record.object { parts.append(object.description) }
        if let step = record.step { parts.append("step \(step)\(record.attempt.map { " (\($0))" } ?? "")") }
        if let outcome = record.outcome { parts.append(outcome) }
        if let detail = entry.detailText(withPrivate: true) { parts.append("- \(detail)") }
        parts.append("by \(entry.actorText(withPrivate: true))")
        return parts
    }
}
