import CEL
import Domain
import JSON
import Ledger

/// The Open Cybersecurity Schema Framework, an event a line.
///
/// An event that came in is a Detection Finding (2004), what becomes of an incident an Incident Finding (2005), an attempt
/// of a step a Remediation Activity (7001), a start or an end of the engine an Application Lifecycle (6002). 7002 to 7004
/// ask for a file, a process or a connection, which no entry knows; API Activity (6003) asks where a call came from, and no
/// entry knows that either. All else is a Base Event. Whatever the entry says stands under `unmapped` as well, so nothing
/// is lost.
/// - Source: OCSF 1.8.0, profiles `host` and `incident`.
package struct OCSFFormat: AuditFormat {
    package static let name = "ocsf"
    package static let summary = "OCSF 1.8.0 events, a JSON object a line"
    static let version = "1.8.0"

    private let style: AuditStyle

    package init(_ style: AuditStyle) { self.style = style }

    package func line(of row: ViewedRow) -> String {
        let document: Value =
            switch row {
            case .entry(let entry): self.document(of: entry)
            case .unreadable(let place, let reason): self.document(ofUnreadable: place, reason)
            }
        return JSONText.string(document)
    }

    private func document(of entry: ViewedEntry) -> Value {
        let event = OCSFEvent(entry)
        let record = entry.record
        let severity = event.severity
        let detail = entry.detailText(withPrivate: style.withPrivate)
        let message = [record.action.text, record.object?.description, record.step, record.outcome, detail]
        let optional: [(String, Value?)] = [
            ("time", .int(record.time.millisecondsSinceEpoch)),
            ("severity_id", .int(severity.id)), ("severity", .string(severity.caption)),
            ("message", .string(message.compactMap(\.self).joined(separator: ", "))),
            ("metadata", metadata(of: entry, event)),
            ("actor", actor(of: entry)),
            ("device", Self.device(of: record)),
            ("unmapped", ["cordon": ViewedRow.entry(entry).document(withPrivate: style.withPrivate)]),
        ]
        let own = optional.compactMap { name, value in value.map { (name, $0) } }
        return .map(MapValue(event.members + own))
    }

    private func document(ofUnreadable place: UInt64, _ reason: String) -> Value {
        let event = OCSFEvent.unmapped("unreadable")
        return .map(
            MapValue(
                event.members + [
                    // Nobody knows when it was written.
                    ("time", 0), ("severity_id", 5), ("severity", "Critical"),
                    ("message", .string("entry \(place) cannot be read: \(reason)")),
                    ("metadata", ["version": .string(Self.version), "product": product, "sequence": .uint(place)]),
                    ("unmapped", ["cordon": ["sequence": .uint(place), "unreadable": .string(reason)]]),
                ]
            )
        )
    }

    private func metadata(of entry: ViewedEntry, _ event: OCSFEvent) -> Value {
        let record = entry.record
        let correlation = record.run?.description ?? record.incident?.description
        let profiles: [Value] = event.form == .incident ? ["host", "incident"] : ["host"]
        let optional: [(String, Value?)] = [
            ("version", .string(Self.version)), ("product", product), ("profiles", .list(profiles)),
            ("uid", .string("\(entry.entry.origin)/\(entry.sequence)")), ("sequence", .uint(entry.sequence)),
            ("correlation_uid", correlation.map { Value.string($0) }),
            ("event_code", .string(record.action.text)),
            ("log_name", .string(entry.entry.origin.description)), ("log_provider", .string(entry.entry.node)),
            ("original_time", .string(record.time.timestamp)),
            ("labels", record.isDrill ? ["drill"] : Optional<Value>.none),
        ]
        return .map(MapValue(optional.compactMap { name, value in value.map { (name, $0) } }))
    }

    private var product: Value {
        ["name": "Cordon", "vendor_name": "Cordon", "version": .string(style.version)]
    }

    /// A person is a user; a source of events, or the engine itself, is an application.
    private func actor(of entry: ViewedEntry) -> Value {
        let name = entry.actorText(withPrivate: style.withPrivate)
        guard entry.isByPerson else { return ["app_name": .string(name)] }
        return ["user": ["name": .string(name), "type_id": 1, "type": "User"]]
    }

    private static func device(of record: AuditRecord) -> Value? {
        guard let object = record.object, object.kind == .device else { return nil }
        return ["uid": .string(object.name), "name": .string(object.name), "type_id": 7, "type": "IOT"]
    }
}

extension ViewedEntry {
    /// Whether a person caused it, whose name may be gone.
    var isByPerson: Bool { actor.known.map { $0.utf8.starts(with: "person:".utf8) } ?? true }
}
