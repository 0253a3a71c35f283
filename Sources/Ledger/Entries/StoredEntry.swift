import Domain

/// An entry as a store keeps it: the exact bytes, which are never encoded anew, and their leaf hash.
public struct StoredEntry: Hashable, Sendable {
    public let entry: Entry
    public let bytes: [UInt8]
    public let leafHash: TreeHash
    /// The roots of the subtrees that end with it, to be kept in the same transaction; for most entries there are none.
    public let completes: [SubtreeRoot]
    /// Kept beside it, until somebody has them redacted.
    public let privateValues: [PrivateValue]

    public var sequence: UInt64 { entry.sequence }

    /// The same with nothing beside it.
    public var redacted: Self {
        Self(entry: entry, bytes: bytes, leafHash: leafHash, completes: completes, privateValues: [])
    }

    /// As it was before anything was put aside.
    public var record: AuditRecord { entry.opened(with: privateValues) }
}
