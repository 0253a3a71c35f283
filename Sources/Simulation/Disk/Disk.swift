import Domain
import Ledger
import Ports
import Response
import TestKit

/// What outlives a process: the rows, and the signer's state beside them.
final class Disk: Sendable {
    private struct State {
        var rows = MemoryRows()
        var signer = SignerState.beginning(of: LedgerFixture.origin)
        var isFull = false
    }

    private let chronicle: Chronicle
    private let sabotage: Sabotage?
    private let state = Confined(State())
    /// Called with what has become durable.
    let onWrite: Confined<(Written) -> Void> = Confined { _ in }

    init(_ chronicle: Chronicle, _ sabotage: Sabotage?) {
        self.chronicle = chronicle
        self.sabotage = sabotage
    }

    var rows: MemoryRows { state.value.rows }
    var signer: SignerState { state.value.signer }

    func keep(_ signer: SignerState) throws(StoreFailure) {
        try checkRoom()
        state.value.signer = signer
    }

    func fill(_ isFull: Bool) {
        state.value.isFull = isFull
        chronicle.note(.diskFilled(isFull: isFull))
    }

    private func checkRoom() throws(StoreFailure) {
        if state.value.isFull { throw .full(Sample.error("the disk says: no space left on device")) }
    }

    func load(at now: Instant, signed: UInt64) throws(StoreFailure) -> StoredState {
        do throws(StoredFormatError) {
            return try rows.load(at: now, signed: signed)
        } catch {
            throw .broken(Sample.error("what was stored cannot be read back: \(error)"))
        }
    }

    func write(_ transaction: Transaction, by life: Int) throws(StoreFailure) {
        try checkRoom()
        let transaction = sabotaged(transaction)
        try state.value.rows.commit(transaction)
        let written = Written(
            life: life,
            changes: transaction.changes,
            entries: transaction.entries,
            hasCheckpoint: transaction.checkpoint != nil
        )
        chronicle.note(.wrote(written))
        onWrite.value(written)
    }

    private func sabotaged(_ transaction: Transaction) -> Transaction {
        var transaction = transaction
        let isMeant = transaction.changes.contains { if case .event = $0 { true } else { false } }
        if sabotage == .diskForgets, isMeant { transaction.changes = [] }
        if sabotage == .diskDropsEntries, isMeant { transaction.entries = [] }
        return transaction
    }
}
