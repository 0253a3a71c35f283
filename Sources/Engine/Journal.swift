import Domain
import Ledger
import Ports
import Response

/// Makes a turn durable, and only then lets its effects go.
///
/// It is the one place that makes a ``RecordedIntent``. One turn at a time: whoever calls waits until the one before is
/// durable. An actor, so that the loop can decide on the next one meanwhile.
actor Journal {
    private let store: any Store
    private let keeper: any SignerStateKeeper
    private let surroundings: any Surroundings
    private var writer: LedgerWriter
    private var signer: CheckpointSigner
    /// Signed, and on its way into the store with the next transaction.
    private var pending: StoredCheckpoint?
    private let checkpointInterval: Duration
    /// Under way until both keys have signed a checkpoint.
    private var rotation: KeyRotation?

    init(
        store: any Store,
        keeper: any SignerStateKeeper,
        surroundings: any Surroundings,
        writer: LedgerWriter,
        signer: consuming CheckpointSigner,
        checkpointInterval: Duration,
        rotation: KeyRotation? = nil
    ) {
        self.store = store
        self.keeper = keeper
        self.surroundings = surroundings
        self.writer = writer
        self.signer = signer
        self.checkpointInterval = checkpointInterval
        self.rotation = rotation
    }

    /// Goes on with the log where it ended.
    static func opened(
        over stored: StoredState,
        _ store: any Store,
        _ ledger: LedgerIdentity,
        _ surroundings: any Surroundings,
        _ limits: Limits
    ) throws(OperatorError) -> Journal {
        do throws(SigningRefused) {
            let writer = try LedgerWriter(
                origin: ledger.origin,
                node: ledger.node,
                log: stored.log,
                signed: ledger.signed,
                limits: limits
            )
            return Journal(
                store: store,
                keeper: ledger.keeper,
                surroundings: surroundings,
                writer: writer,
                signer: try CheckpointSigner(
                    key: ledger.key,
                    successor: ledger.rotation?.key,
                    state: ledger.signed,
                    tree: writer.covered
                ),
                checkpointInterval: limits.checkpointInterval,
                rotation: ledger.rotation
            )
        } catch {
            throw unsigned(error).error
        }
    }

    /// When there is something to do though nothing arrives: a checkpoint to store, or to sign.
    func nextDeadline(after now: Instant) -> Instant? {
        if pending != nil { return now }
        return writer.uncovered.isEmpty ? nil : now + checkpointInterval
    }

    /// What is to be said of a turn that is durable.
    struct Committed {
        /// Whether there was anything to write.
        let wrote: Bool
        /// Why a signature that is due was not made: there is no room for the signer's state.
        let unsigned: OperatorError?
    }

    /// Writes the turn in one transaction. `perform` is called for each of its effects once that is durable.
    /// - Throws: ``StoreFailure/full(_:)`` where there is no room: the turn is not written then, no effect is performed,
    ///   and the journal is as it was before.
    func commit(
        _ turn: Turn,
        at now: Instant,
        perform: @Sendable (consuming RecordedIntent, Effect) -> Void
    ) async throws(StoreFailure) -> Committed {
        let end = writer.end
        let entries = writer.append(turn.records) { surroundings.randomBytes(PrivateValue.saltBytes) }
        let isWorthWriting = !turn.changes.isEmpty || !entries.isEmpty || pending != nil
        if isWorthWriting {
            do {
                try await store.commit(
                    Transaction(
                        changes: turn.changes,
                        entries: entries,
                        checkpoint: pending,
                        redactions: turn.redactions
                    )
                )
            } catch {
                writer.takeBack(to: end)
                throw error
            }
            try settled()
        }
        for effect in turn.effects { perform(RecordedIntent(effect.intent), effect) }
        let unsigned = writer.needsCheckpoint(at: now) ? try await sign(at: now) : nil
        return Committed(wrote: isWorthWriting, unsigned: unsigned)
    }

    /// Writes that the engine stops, and signs and stores a last checkpoint, so that everything written is covered.
    func close(at now: Instant) async throws(StoreFailure) {
        var last = Turn()
        last.noteStop(at: now)
        _ = try await commit(last, at: now) { _, _ in preconditionFailure("a stop has no effect") }
        try await cover(at: now)
    }

    /// Signs and stores a checkpoint over everything that was written.
    func cover(at now: Instant) async throws(StoreFailure) {
        if !writer.uncovered.isEmpty { _ = try await sign(at: now) }
        guard pending != nil else { return }
        try await store.commit(Transaction(checkpoint: pending))
        try settled()
        // That it is stored is kept with the next one that is signed, which may be long in coming.
        try await keeper.keep(signer.state)
    }

    /// What was pending is durable. Where a new key has signed it beside the old one, it takes over.
    private func settled() throws(StoreFailure) {
        guard let stored = pending.take() else { return }
        signer.noteStored(stored.size)
        guard let rotation else { return }
        do throws(OperatorError) {
            try rotation.complete()
        } catch {
            throw .broken(error)
        }
        signer.handOver()
        self.rotation = nil
    }

    /// The state is durable before the note exists: a signature that was made is never forgotten. Where there is no room
    /// for the state nothing is signed, and the next turn tries again.
    /// - Returns: why nothing was signed.
    private func sign(at now: Instant) async throws(StoreFailure) -> OperatorError? {
        let writer = writer
        let checkpoint: Checkpoint
        do {
            let prepared = try signer.prepare(writer.tree, since: writer.uncovered)
            let state = prepared.state
            try await keeper.keep(state)
            let note = try signer.sign(prepared)
            checkpoint = state.last
            pending = StoredCheckpoint(size: checkpoint.size, note: note.description)
        } catch StoreFailure.full(let error) {
            return error
        } catch let failure as StoreFailure {
            throw failure
        } catch let refused as SigningRefused {
            throw Self.unsigned(refused)
        } catch {
            throw .broken(
                OperatorError(attempted: "sign a checkpoint", reason: "\(error)", remedy: "see the engine's log")
            )
        }
        self.writer.cover(checkpoint, at: now)
        return nil
    }

    static func unsigned(_ refused: SigningRefused) -> StoreFailure {
        .broken(
            OperatorError(
                attempted: "sign a checkpoint of the audit log",
                reason: refused.sentence,
                remedy:
                    "run 'cordon audit verify'; the engine does not go on with a log that contradicts what it signed"
            )
        )
    }
}
