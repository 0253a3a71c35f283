public import Domain

/// Gives records their place at the end of one log.
///
/// A value: append to a copy, commit what it returns, and keep the copy once the transaction is durable. A transaction
/// that failed then leaves no trace.
public struct LedgerWriter: Hashable, Sendable {
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
        covered.append(contentsOf: uncovered.prefix(count))
        precondition(covered.root == checkpoint.root && origin == checkpoint.origin, "a checkpoint of this log")
        uncovered.removeFirst(count)
        oldestUncovered = uncovered.isEmpty ? nil : now
    }
}
