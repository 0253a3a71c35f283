import Domain
import Ledger
import Ports
import Response
import TestKit

/// One process's way to the disk. At each operation the process can die, before it is done and after it, and the disk can
/// fail: with what it was to write written, or not.
struct FaultyStore: Store {
    static let failure = Sample.error("the disk says: input/output error")

    let disk: Disk
    let life: Life
    let clock: VirtualClock
    let faults: Faults
    let chronicle: Chronicle

    func load(at now: Instant, signed: UInt64) async throws(StoreFailure) -> StoredState {
        try await takeTime(1..<50, or: .loading)
        return try disk.load(at: now, signed: signed)
    }

    func receipts(for keys: [Event.Key]) async throws(StoreFailure) -> [Event.Key: EventReceipt] {
        try await takeTime(0..<3, or: .askingForReceipts)
        return disk.rows.receipts(for: keys)
    }

    func commit(_ transaction: Transaction) async throws(StoreFailure) {
        // A disk that is busy with something else takes seconds, and much arrives meanwhile.
        try await takeTime(faults.oneIn(12) ? 300..<4_000 : 1..<8, or: .beforeDurable)
        if faults.breakDisk() { try fail(transaction) }
        try disk.write(transaction, by: life.number)
        guard life.survives(.afterDurable) else { throw .broken(Life.silence) }
        await clock.sleep(for: faults.milliseconds(0..<2))
    }

    private func takeTime(_ range: Range<Int>, or place: Place) async throws(StoreFailure) {
        await clock.sleep(for: faults.milliseconds(range))
        guard life.survives(place) else { throw .broken(Life.silence) }
    }

    /// The disk says that it failed. It may have written all the same: the answer to a commit is lost, not the commit.
    private func fail(_ transaction: Transaction) throws(StoreFailure) {
        if faults.oneIn(2) {
            try disk.write(transaction, by: life.number)
        } else {
            chronicle.note(.notWritten(life: life.number))
        }
        throw .broken(Self.failure)
    }
}
