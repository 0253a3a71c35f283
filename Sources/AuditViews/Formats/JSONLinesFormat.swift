import CEL
import Domain
import JSON
import Ledger

/// Every field of an entry under its name in `docs/audit-format.md`.
///
/// - Shape: a JSON object a line; times as RFC 3339, digests as hexadecimal digits. `private` says what became of a text
///   that is about a person: `shown`, `withheld`, `absent`, or `mismatched`.
package struct JSONLinesFormat: AuditFormat {
    package static let name = "jsonl"
    package static let summary = "every field by its name, a JSON object a line"

    private let style: AuditStyle

    package init(_ style: AuditStyle) { self.style = style }

    package func line(of row: ViewedRow) -> String { JSONText.string(row.document(withPrivate: style.withPrivate)) }
}

extension ViewedRow {
    func document(withPrivate: Bool) -> Value {
        switch self {
        case .entry(let entry): .map(MapValue(entry.members(withPrivate: withPrivate)))
        case .unreadable(let place, let reason): ["sequence": .uint(place), "unreadable": .string(reason)]
        }
    }
}

extension ViewedEntry {
    fileprivate func members(withPrivate: Bool) -> [(String, Value)] {
        let optional: [(String, Value?)] = place + subject + proofs(withPrivate: withPrivate)
        return optional.compactMap { name, value in value.map { (name, $0) } }
    }

    private var place: [(String, Value?)] {
        [
            ("origin", .string(entry.origin.description)), ("sequence", .uint(sequence)),
            ("time", .string(record.time.timestamp)), ("node", .string(entry.node)),
            ("action", .string(record.action.text)),
        ]
    }

    private var subject: [(String, Value?)] {
        [
            ("object", Self.text(record.object?.description)), ("incident", Self.text(record.incident?.description)),
            ("run", Self.text(record.run?.description)), ("step", Self.text(record.step)),
            ("attempt", record.attempt.map { Value.int(Int64($0)) }),
            ("playbook", Self.text(record.playbook?.description)),
            ("cause", entry.cause.map { Value.uint($0) }), ("outcome", Self.text(record.outcome)),
            ("drill", record.isDrill ? Value.bool(true) : Optional<Value>.none),
        ]
    }

    private func proofs(withPrivate: Bool) -> [(String, Value?)] {
        let fates = [("actor", actor), ("detail", detail)].compactMap { name, text in
            text?.fate(withPrivate: withPrivate).map { (name, Value.string($0)) }
        }
        return [
            ("actor", .string(actorText(withPrivate: withPrivate))), ("proof", .string(record.actor.proof)),
            ("detail", Self.text(detailText(withPrivate: withPrivate))),
            ("private", fates.isEmpty ? Optional<Value>.none : Value.map(MapValue(fates))),
            ("private_actor", Self.text(entry.commitments[.actor]?.description)),
            ("private_detail", Self.text(entry.commitments[.detail]?.description)),
            ("request", Self.text(record.request?.description)), ("evidence", Self.text(record.evidence?.description)),
            ("leaf_hash", .string(leafHash.description)),
        ]
    }

    private static func text(_ text: String?) -> Value? { text.map { Value.string($0) } }
}
