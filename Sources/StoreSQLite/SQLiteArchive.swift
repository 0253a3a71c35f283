public import Domain
import GRDB
public import Ledger
public import Ports

/// The checkpoints of the database: read beside the engine, on a connection of their own, and written on its one.
public struct SQLiteArchive: CheckpointArchive {
    private let store: SQLiteStore
    private let history: SQLiteHistory

    public init(store: SQLiteStore, history: SQLiteHistory) {
        self.store = store
        self.history = history
    }

    public func lastCheckpoint() async throws(OperatorError) -> StoredCheckpoint? {
        try await history.read { db in try StateReader(db).lastCheckpoint() }
    }

    public func consistencyProof(from old: UInt64, to new: UInt64) async throws(OperatorError) -> ConsistencyProof {
        try await history.read { db in try ConsistencyProof(from: old, to: new, from: LogReader(db)) }
    }

    public func lastCosignature(by witness: WitnessKey) async throws(OperatorError) -> StoredCosignature? {
        try await history.read { db in
            let sql = "SELECT * FROM cosignatures WHERE witness = ? ORDER BY size DESC LIMIT 1"
            return try Row.fetchOne(db, sql: sql, arguments: [witness.description]).map { row in
                StoredCosignature(
                    size: UInt64(clamping: row["size"] as Int64),
                    witness: witness,
                    time: Instant(nanosecondsSinceEpoch: row["time"]),
                    lines: row["lines"]
                )
            }
        }
    }

    public func keep(_ cosignature: StoredCosignature) async throws(StoreFailure) {
        try await store.write { db in try ChangeWriter(db).write(cosignature) }
    }
}
