import Domain
package import Ledger

/// An entry as people and programs get to see it: decoded once, and what is about a person held against its commitment.
package struct ViewedEntry: Sendable {
    package let entry: Entry
    package let actor: ViewedText
    package let detail: ViewedText?
    /// The kind of its step, such as `certificate.revoke`: whoever knows the playbook of its run says so.
    package var kind: String?
    private let bytes: [UInt8]

    /// - Parameters:
    ///   - bytes: what the log holds.
    ///   - values: what is kept beside it, whether it is the truth or not.
    /// - Throws: ``EntryMalformed`` where the bytes are no entry.
    package init(bytes: [UInt8], values: some Sequence<PrivateValue> = []) throws(EntryMalformed) {
        let entry = try Entry(decoding: bytes)
        let kept = Dictionary(values.map { ($0.field, $0) }) { first, _ in first }
        func text(_ field: PrivateField, _ open: String?) -> ViewedText? {
            guard let commitment = entry.commitments[field] else { return open.map(ViewedText.open) }
            return ViewedText(kept[field], for: commitment)
        }
        self.entry = entry
        self.bytes = bytes
        actor = text(.actor, entry.record.actor.name) ?? .open(entry.record.actor.name)
        detail = text(.detail, entry.record.detail)
    }

    package var sequence: UInt64 { entry.sequence }
    package var record: AuditRecord { entry.record }

    /// Of the bytes as they lie in the log, not what is stored beside them.
    package var leafHash: TreeHash { TreeHash(ofLeaf: bytes) }

    package func actorText(withPrivate: Bool) -> String { actor.text(standIn: "person", withPrivate: withPrivate) }
    package func detailText(withPrivate: Bool) -> String? { detail?.text(standIn: "text", withPrivate: withPrivate) }
}
