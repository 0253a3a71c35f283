import Domain
import Ledger
import Ports
import Response

/// Makes a turn durable, and only then lets its effects go.
///
/// It is the one place that makes a ``RecordedIntent``.
struct Journal: ~Copyable {
    private let store: any Store
    private let keeper: any SignerStateKeeper
    private var writer: LedgerWriter
    private var signer: CheckpointSigner
    /// Signed, and on its way into the store with the next transaction.
    private var pending: StoredCheckpoint?
    private let checkpointInterval: Duration

    init(
        store: any Store,
        keeper: any SignerStateKeeper,
        writer: LedgerWriter,
        signer: consuming CheckpointSigner,
        checkpointInterval: Duration
    ) {
        self.store = store
        self.keeper = keeper
        self.writer = writer
        self.signer = signer
        self.checkpointInterval = checkpointInterval
    }

    /// When there is something to do though nothing arrives: a checkpoint to store, or to sign.
    func nextDeadline(after now: Instant) -> Instant? {
        if pending != nil { return now }
        return writer.uncovered.isEmpty ? nil : now + checkpointInterval
    }

    /// Writes the turn in one transaction. `perform` is called for each of its effects once that is durable.
    mutating func commit(
        _ turn: Turn,
        at now: Instant,
        perform: (consuming RecordedIntent, Effect) -> Void
    ) async throws(OperatorError) {
        var writer = writer
        let entries = writer.append(turn.records)
        if !turn.changes.isEmpty || !entries.isEmpty || pending != nil {
            try await write(Transaction(changes: turn.changes, entries: entries, checkpoint: pending))
            pending = nil
        }
        self.writer = writer
        for effect in turn.effects { perform(RecordedIntent(effect.intent), effect) }
        if writer.needsCheckpoint(at: now) { try await sign(at: now) }
    }

    /// Writes that the engine stops, and signs and stores a last checkpoint, so that everything written is covered.
    mutating func close(at now: Instant) async throws(OperatorError) {
        var last = Turn()
        last.noteStop(at: now)
        try await commit(last, at: now) { _, _ in preconditionFailure("a stop has no effect") }
        if !writer.uncovered.isEmpty { try await sign(at: now) }
        try await write(Transaction(checkpoint: pending))
        pending = nil
    }

    private func write(_ transaction: Transaction) async throws(OperatorError) {
        do throws(StoreFailure) {
            try await store.commit(transaction)
        } catch {
            throw error.error
        }
    }

    /// The state is durable before the note exists: a signature that was made is never forgotten.
    private mutating func sign(at now: Instant) async throws(OperatorError) {
        let writer = writer
        let checkpoint: Checkpoint
        do {
            let prepared = try signer.prepare(writer.tree, since: writer.uncovered)
            let state = prepared.state
            try await keeper.keep(state)
            let note = try signer.sign(prepared)
            checkpoint = state.last
            pending = StoredCheckpoint(size: checkpoint.size, note: note.description)
        } catch let error as OperatorError {
            throw error
        } catch let refused as SigningRefused {
            throw Self.unsigned(refused)
        } catch {
            throw OperatorError(attempted: "sign a checkpoint", reason: "\(error)", remedy: "see the engine's log")
        }
        self.writer.cover(checkpoint, at: now)
    }

    static func unsigned(_ refused: SigningRefused) -> OperatorError {
        OperatorError(
            attempted: "sign a checkpoint of the audit log",
            reason: refused.sentence,
            remedy: "run 'cordon audit verify'; the engine does not go on with a log that contradicts what it signed"
        )
    }
}
