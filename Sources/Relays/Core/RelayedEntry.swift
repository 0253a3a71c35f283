package import CEL
import Domain
import JSON
package import Ledger

/// An entry as it is sent on.
///
/// What it says of people stands there only where that was asked for: ``init(_:opening:)`` is handed no values otherwise.
package struct RelayedEntry: Sendable {
    package let entry: Entry
    /// With the values of people that may be sent.
    package let record: AuditRecord

    package init(_ entry: Entry, opening values: [PrivateValue]) {
        self.entry = entry
        record = entry.opened(with: values)
        json = JSONText.write(.map(Self.members(entry, record)))
    }

    package var severity: AuditSeverity { AuditSeverity(of: record.action) }

    /// The entry as JSON, the same bytes each time.
    ///
    /// - Shape: `{"origin", "sequence", "time", "node", "action", "severity", "object", "incident", "run", "step",
    ///   "attempt", "playbook", "cause", "outcome", "actor", "proof", "detail", "request", "evidence", "drill"}`; what an
    ///   entry does not say is left out. Digests in hexadecimal, the time as RFC 3339.
    package let json: [UInt8]

    /// A line for a person: `step.failed shut-down on device:press-7: transient: the broker does not answer`.
    package var sentence: String {
        let place = [record.step, record.object.map { "\(record.step == nil ? "" : "on ")\($0)" }].compactMap(\.self)
        let head = ([record.action.text] + place).joined(separator: " ")
        let drill = record.isDrill ? " (drill)" : ""
        return ([head + drill] + [record.outcome, record.detail].compactMap(\.self)).joined(separator: ": ")
    }

    package var document: Value { .map(Self.members(entry, record)) }

    private static func members(_ entry: Entry, _ record: AuditRecord) -> [(String, Value)] {
        let time = Timestamp(nanosecondsSinceEpoch: record.time.nanosecondsSinceEpoch)
        var members: [(String, Value)] = [
            ("origin", .string(entry.origin.description)), ("sequence", .uint(entry.sequence)),
            ("time", .timestamp(time)), ("node", .string(entry.node)), ("action", .string(record.action.text)),
            ("severity", .string(AuditSeverity(of: record.action).text)),
        ]
        func add(_ name: String, _ value: (some CustomStringConvertible)?) {
            if let value { members.append((name, .string(value.description))) }
        }
        add("object", record.object)
        add("incident", record.incident)
        add("run", record.run)
        add("step", record.step)
        if let attempt = record.attempt { members.append(("attempt", .int(Int64(attempt)))) }
        add("playbook", record.playbook)
        if let cause = entry.cause { members.append(("cause", .uint(cause))) }
        add("outcome", record.outcome)
        add("actor", record.actor.name)
        add("proof", record.actor.proof)
        add("detail", record.detail)
        add("request", record.request)
        add("evidence", record.evidence)
        if record.isDrill { members.append(("drill", .bool(true))) }
        return members
    }
}
