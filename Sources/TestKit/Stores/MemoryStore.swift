package import Domain
package import Ledger
package import Ports

/// A store without a disk. A test can make its commits wait, or fail, and can wait for what it is told.
package final class MemoryStore: Store {
    package struct State: Sendable {
        package var rows = MemoryRows()
        /// Commits that arrived, those that wait or failed included.
        package var commitsBegun = 0
        package var commitsDone = 0
        package var commitsFailed = 0
        /// The first commit that waits, counted from 1; nil while none does.
        package var heldFrom: Int?
        /// What every commit from now on fails with.
        package var failure: StoreFailure?
    }

    private let state = Watched(State())

    package init() {}

    package var rows: MemoryRows { state.value.rows }
    package var commitsDone: Int { state.value.commitsDone }

    package func load(at now: Instant, signed: UInt64) async throws(StoreFailure) -> StoredState {
        do throws(StoredFormatError) {
            return try state.value.rows.load(at: now, signed: signed)
        } catch {
            throw .broken(Sample.error(error.description))
        }
    }

    package func receipts(for keys: [Event.Key]) async throws(StoreFailure) -> [Event.Key: EventReceipt] {
        state.value.rows.receipts(for: keys)
    }

    package func commit(_ transaction: Transaction) async throws(StoreFailure) {
        let number = state.update { state in
            state.commitsBegun += 1
            return state.commitsBegun
        }
        await state.until { $0.heldFrom.map { number < $0 } ?? true }
        let result = state.update { state -> Result<Void, StoreFailure> in
            do throws(StoreFailure) {
                if let failure = state.failure { throw failure }
                try state.rows.commit(transaction)
                state.commitsDone += 1
                return .success(())
            } catch {
                state.commitsFailed += 1
                return .failure(error)
            }
        }
        try result.get()
    }

    /// From now on a commit waits, nothing of it written; or from the one with that number on.
    package func hold(from number: Int = 1) { state.update { $0.heldFrom = number } }
    package func release() { state.update { $0.heldFrom = nil } }
    package func fail(with failure: StoreFailure?) { state.update { $0.failure = failure } }

    package func until(_ isSatisfied: @escaping @Sendable (State) -> Bool) async { await state.until(isSatisfied) }

    /// Returns once the audit log holds so many entries of the action.
    package func untilRecorded(_ action: AuditAction, times: Int = 1) async {
        await until { $0.rows.entries.count { $0.entry.record.action == action } >= times }
    }
}

extension Store {
    /// With the whole log.
    package func load(at now: Instant) async throws(StoreFailure) -> StoredState { try await load(at: now, signed: 0) }
}
