public import Domain
public import Ledger
public import Ports
import Response

/// The audit log of an engine that does not run. Whoever calls holds the lock of its folder.
public enum EngineAtRest {
    /// Writes an entry and a checkpoint that covers it, and nothing else: no run goes on.
    public static func record(
        _ record: AuditRecord,
        store: any Store,
        ledger: LedgerIdentity,
        surroundings: any Surroundings,
        limits: Limits = Limits()
    ) async throws(OperatorError) {
        do throws(StoreFailure) {
            let now = surroundings.now()
            let stored = try await store.load(at: now, signed: ledger.signed.last.size)
            let journal = try Self.journal(over: stored, store, ledger, surroundings, limits)
            var turn = Turn()
            turn.records = [record]
            _ = try await journal.commit(turn, at: now) { _, _ in preconditionFailure("an entry has no effect") }
            try await journal.cover(at: now)
        } catch {
            throw error.error
        }
    }

    private static func journal(
        over stored: StoredState,
        _ store: any Store,
        _ ledger: LedgerIdentity,
        _ surroundings: any Surroundings,
        _ limits: Limits
    ) throws(StoreFailure) -> Journal {
        do throws(OperatorError) {
            return try Journal.opened(over: stored, store, ledger, surroundings, limits)
        } catch {
            throw .broken(error)
        }
    }
}
