import Domain

/// An entry as a store keeps it: the exact bytes, which are never encoded anew, and their leaf hash.
public struct StoredEntry: Hashable, Sendable {
    public let entry: Entry
    public let bytes: [UInt8]
    public let leafHash: TreeHash
    /// Kept beside it, until somebody has them redacted.
    public let privateValues: [PrivateValue]

    public var sequence: UInt64 { entry.sequence }

    /// As it was before anything was put aside.
    public var record: AuditRecord { entry.opened(with: privateValues) }

    init(_ record: AuditRecord, at sequence: UInt64, of origin: Origin, by node: String, salting: () -> [UInt8]) {
        privateValues = record.privateValues(at: sequence, salting: salting)
        entry = Entry(
            origin: origin,
            sequence: sequence,
            node: node,
            record: record,
            commitments: Dictionary(uniqueKeysWithValues: privateValues.map { ($0.field, $0.commitment) })
        )
        bytes = entry.encoded
        leafHash = TreeHash(ofLeaf: bytes)
    }
}
