public import Domain
public import Ledger
public import Ports

/// The checkpoints of the database: read beside the engine, on a connection of their own, and written on its one.
public struct SQLiteArchive: CheckpointArchive {
    private let store: SQLiteStore
    private let history: SQLiteHistory
    /// Where the leaf hashes of entries are that are not in the database any more.
    private let older: (any SubtreeSource & Sendable)?

    public init(store: SQLiteStore, history: SQLiteHistory, older: (any SubtreeSource & Sendable)? = nil) {
        self.store = store
        self.history = history
        self.older = older
    }

    public func lastCheckpoint() async throws(OperatorError) -> StoredCheckpoint? {
        try await history.lastCheckpoint()
    }

    public func consistencyProof(from old: UInt64, to new: UInt64) async throws(OperatorError) -> ConsistencyProof {
        try await history.consistencyProof(from: old, to: new, older: older)
    }

    public func lastCosignature(by witness: WitnessKey) async throws(OperatorError) -> StoredCosignature? {
        try await history.lastCosignature(by: witness)
    }

    public func keep(_ cosignature: StoredCosignature) async throws(StoreFailure) {
        try await store.write { db in try ChangeWriter(db).write(cosignature) }
    }
}
