import CEL
import Domain
import Ledger
import Ports
import Response
import StoreSQLite
import TestKit
import Testing

/// SQLite with no page more than it has: what it then says is what it says on a full disk.
@Suite struct NoRoomTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// One turn with a small event and one with a large one, and with so many rows besides.
    private func transactions(with rows: Int) throws -> [Transaction] {
        var harness = CoreHarness(PlaybookFixture.text("- {id: act, action: fake.once}"))
        harness.event(Sample.event("e-1", of: "pump-1"))
        harness.event(Sample.event("e-2", of: "pump-2", data: .string(String(repeating: "x", count: 100_000))))
        var writer = try LedgerFixture.writer()
        let more = (0..<rows).map { Change.fence(Sample.device("pump-\($0)"), 1) }
        return harness.turns.map {
            let entries = writer.append($0.turn.records, salting: LedgerFixture.salt)
            return Transaction(changes: $0.turn.changes + more, entries: entries)
        }
    }

    /// A small turn is written on the thread that asks, a large one on the database's own.
    @Test(arguments: [0, 200])
    func `a transaction for which there is no room is not written, and is when there is room again`(
        _ rows: Int
    ) async throws {
        let path = folder.path("cordon.sqlite")
        let store = try SQLiteStore(path: path)
        let transactions = try transactions(with: rows)
        try await store.commit(transactions[0])
        let entries = transactions[0].entries.count
        try await store.limitPages(more: 2)
        for _ in 0..<3 {
            await #expect {
                try await store.commit(transactions[1])
            } throws: { error in
                guard case .full(let problem)? = error as? StoreFailure else { return false }
                return problem.reason.contains("full") && problem.remedy.contains("make room")
            }
            let kept = try await store.load(at: Sample.start)
            #expect(kept.runs.count == 1)
            #expect(kept.log.uncovered.count == entries)
            #expect(try await store.receipts(for: [Sample.event("e-2").key]).isEmpty)
        }
        try await store.limitPages(more: nil)
        try await store.commit(transactions[1])
        let reopened = try SQLiteStore(path: path)
        let kept = try await reopened.load(at: Sample.start)
        #expect(kept.runs.count == 2)
        #expect(kept.log.uncovered.count == entries + transactions[1].entries.count)
    }
}
