public import Domain

/// Gives records their place at the end of one log.
///
/// Commit what ``append(_:salting:)`` returns; where that fails, ``takeBack(to:)`` what was appended, and the transaction
/// leaves no trace. Not a copy of the whole for each turn: it holds up to a thousand hashes, which each copy would move.
public struct LedgerWriter: Hashable, Sendable {
    /// Where the log ends.
    public struct End: Hashable, Sendable {
        fileprivate let tree: MerkleTree
        fileprivate let uncoveredCount: Int
        fileprivate let oldestUncovered: Instant?
    }

    public let origin: Origin
    /// The machine that writes.
    public let node: String
    public private(set) var tree: MerkleTree
    /// The tree under the last checkpoint.
    public private(set) var covered: MerkleTree
    /// The leaf hashes of the entries since, in order: what a ``CheckpointSigner`` asks for.
    public private(set) var uncovered: [TreeHash]
    /// When the first of them was written, where this process wrote it.
    private var oldestUncovered: Instant?
    private let checkpointEntriesMax: Int
    private let checkpointInterval: Duration

    /// Starts from the stored log and from the signer's state.
    /// - Throws: ``SigningRefused`` where the stored entries are not those that were signed.
    public init(
        origin: Origin,
        node: String,
        log: StoredLog,
        signed: SignerState,
        limits: Limits = Limits()
    ) throws(SigningRefused) {
        guard signed.last.origin == origin else { throw .otherLog(signed.last.origin) }
        self.origin = origin
        self.node = node
        checkpointEntriesMax = limits.checkpointEntriesMax
        checkpointInterval = limits.checkpointInterval
        guard log.covered.size == signed.last.size else {
            throw .shorterThanSigned(size: log.covered.size, signed: signed.last.size)
        }
        guard log.covered.root == signed.last.root else { throw .otherPast(signed: signed.last.size) }
        covered = log.covered
        uncovered = log.uncovered
        tree = covered
        tree.append(contentsOf: uncovered)
    }

    public var nextSequence: UInt64 { tree.size }
    public var end: End { End(tree: tree, uncoveredCount: uncovered.count, oldestUncovered: oldestUncovered) }

    /// `salting` gives ``PrivateValue/saltBytes`` bytes that nobody can guess, each time others.
    /// - Returns: one entry for each record, in their order.
    public mutating func append(_ records: [AuditRecord], salting: () -> [UInt8]) -> [StoredEntry] {
        records.map { record in
            let values = record.privateValues(at: nextSequence, salting: salting)
            let entry = Entry(
                origin: origin,
                sequence: nextSequence,
                node: node,
                record: record,
                commitments: Dictionary(uniqueKeysWithValues: values.map { ($0.field, $0.commitment) })
            )
            let bytes = entry.encoded
            let leafHash = TreeHash(ofLeaf: bytes)
            let stored = StoredEntry(
                entry: entry,
                bytes: bytes,
                leafHash: leafHash,
                completes: tree.append(leafHash),
                privateValues: values
            )
            if uncovered.isEmpty { oldestUncovered = record.time }
            uncovered.append(stored.leafHash)
            return stored
        }
    }

    /// Forgets what was appended since, which became durable nowhere.
    /// - Precondition: no checkpoint was stored meanwhile.
    public mutating func takeBack(to end: End) {
        precondition(covered.size + UInt64(end.uncoveredCount) == end.tree.size, "a checkpoint is not taken back")
        uncovered.removeLast(uncovered.count - end.uncoveredCount)
        (tree, oldestUncovered) = (end.tree, end.oldestUncovered)
    }

    /// Whether enough entries wait for a checkpoint, or one has waited long enough. What an earlier process left waits
    /// no longer.
    public func needsCheckpoint(at now: Instant) -> Bool {
        guard !uncovered.isEmpty else { return false }
        guard uncovered.count < checkpointEntriesMax, let oldestUncovered else { return true }
        return now - oldestUncovered >= checkpointInterval
    }

    /// The checkpoint is signed and stored. Entries that were appended since it was prepared wait from `now` on.
    /// - Precondition: it is a checkpoint of this log, not older than the last.
    public mutating func cover(_ checkpoint: Checkpoint, at now: Instant) {
        precondition((covered.size...tree.size).contains(checkpoint.size), "a checkpoint covers what was appended")
        let count = Int(checkpoint.size - covered.size)
        // Mostly it covers all there is, and need not be hashed again.
        if checkpoint.size == tree.size { covered = tree } else { covered.append(contentsOf: uncovered.prefix(count)) }
        precondition(covered.root == checkpoint.root && origin == checkpoint.origin, "a checkpoint of this log")
        uncovered.removeFirst(count)
        oldestUncovered = uncovered.isEmpty ? nil : now
    }
}
