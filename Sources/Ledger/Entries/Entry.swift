public import Domain

/// One record in its place in the log. Its encoding is the leaf that the tree hashes.
///
/// What the record says of a person is not in it: ``commitments`` stand for that, and ``opened(with:)`` puts it back.
public struct Entry: Hashable, Sendable {
    /// The log that it belongs to.
    public let origin: Origin
    /// Its index in the tree: the first entry is 0, and there is no gap.
    public let sequence: UInt64
    /// The machine that wrote it.
    public let node: String
    /// Its cause, where it has one, is an ``AuditCause/entry(_:)``: its number is known.
    public let record: AuditRecord
    public let commitments: [PrivateField: Digest]

    /// - Precondition: the record's cause, if it has one, is an earlier entry; the node has a name.
    public init(
        origin: Origin,
        sequence: UInt64,
        node: String,
        record: AuditRecord,
        commitments: [PrivateField: Digest] = [:]
    ) {
        guard let node = AuditText.cleaned(node) else { preconditionFailure("a node has a name") }
        self.origin = origin
        self.sequence = sequence
        self.node = node
        self.record = record.settled(at: sequence).closed(commitments.keys)
        self.commitments = commitments
    }

    /// The sequence number of the entry that led to this one.
    public var cause: UInt64? { record.cause?.sequence(for: sequence) }

    /// The record with the values that it is about; those that are not given, or are not the ones, stay away.
    public func opened(with values: some Sequence<PrivateValue>) -> AuditRecord {
        values.reduce(record) { record, value in
            commitments[value.field] == value.commitment ? record.opened(value) : record
        }
    }
}
