import Domain
import Ledger
import Ports
import Response
import StoreSQLite
import TestKit
import Testing

@Suite struct SQLiteHistoryTests {
    private let folder: TemporaryFolder
    private let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path("cordon.sqlite")
    }

    private func commit(_ harness: CoreHarness, to store: SQLiteStore) async throws {
        try await store.commit(Transaction(changes: harness.lastTurn.changes))
    }

    @Test func `it reads beside a writer, and sees each commit`() async throws {
        let store = try SQLiteStore(path: path)
        let history = try SQLiteHistory(path: path)
        var harness = CoreHarness(PlaybookFixture.text("- {id: act, action: fake.once}"))
        harness.event("e-1")
        try await commit(harness, to: store)
        #expect(try await history.incidents(limit: 10).map(\.phase) == [.main])
        harness.finish("act", .success(Completion(.confirmed, evidence: "it says so")))
        try await commit(harness, to: store)
        let summary = try #require(try await history.incidents(limit: 10).first)
        #expect(summary.phase == .ended(.actedNotVerified))
        #expect(summary.ended == harness.now)
    }

    @Test func `the number of the next entry is one more than the last one's`() async throws {
        let store = try SQLiteStore(path: path)
        let history = try SQLiteHistory(path: path)
        #expect(try await history.nextSequence() == 0)
        var writer = try LedgerFixture.writer()
        let records = (0..<3).map { _ in AuditRecord(.engineHeartbeat, at: Sample.start) }
        let entries = writer.append(records, salting: LedgerFixture.salt)
        try await store.commit(Transaction(entries: entries))
        #expect(try await history.nextSequence() == 3)
    }

    @Test func `the latest incidents come first`() async throws {
        let store = try SQLiteStore(path: path)
        let history = try SQLiteHistory(path: path)
        var harness = CoreHarness(PlaybookFixture.text("- {id: act, action: fake.once}"))
        // At the same moment: only their order says which is later.
        for number in 1...6 {
            harness.event("e-\(number)", of: "pump-\(number)")
            try await commit(harness, to: store)
        }
        let latest = try await history.incidents(limit: 5)
        #expect(latest.map(\.incident.device.description) == ["pump-6", "pump-5", "pump-4", "pump-3", "pump-2"])
    }

    @Test func `an incident is found by the beginning of its id, and not by one that several share`() async throws {
        let store = try SQLiteStore(path: path)
        let history = try SQLiteHistory(path: path)
        let text = PlaybookFixture.text("- {id: act, action: fake.once}")
        var harness = CoreHarness(text)
        for number in 1...2 {
            harness.event("e-\(number)", of: "pump-\(number)")
            try await commit(harness, to: store)
        }
        let id = harness.run(of: "pump-1").incident.description
        let found = try #require(try await history.incident(String(id.prefix(16))))
        #expect(found.incident.device.description == "pump-1")
        #expect(found.run.steps[0]?.state.text == "intent")
        #expect(found.playbook.text == text)
        #expect(try await history.incident("inc_") == nil)
        #expect(try await history.incident("inc_zzzz") == nil)
    }

    @Test func `the audit log is handed out as it lies there`() async throws {
        let store = try SQLiteStore(path: path)
        var writer = try LedgerFixture.writer()
        let entries = writer.append(
            (0..<5).map { AuditRecord(.engineStopped, at: Sample.start + .seconds($0)) },
            salting: LedgerFixture.salt
        )
        let checkpoint = StoredCheckpoint(size: 5, note: "a note\n")
        try await store.commit(Transaction(entries: entries, checkpoint: checkpoint))
        let history = try SQLiteHistory(path: path)
        let read = try await history.entries(from: 2, limit: 2)
        #expect(read.map(\.sequence) == [2, 3])
        #expect(read.map(\.bytes) == entries[2...3].map(\.bytes))
        #expect(read.map(\.leafHash) == entries[2...3].map(\.leafHash))
        #expect(try await history.checkpoints() == [checkpoint])
    }

    // Whoever compared entries with the states of runs while an engine wrote found them apart.
    @Test func `one that stands still is read as it was, whatever is written meanwhile`() async throws {
        let store = try SQLiteStore(path: path)
        var writer = try LedgerFixture.writer()
        let record = AuditRecord(.engineStopped, at: Sample.start)
        try await store.commit(Transaction(entries: writer.append([record], salting: LedgerFixture.salt)))
        let still = try SQLiteHistory(path: path, standsStill: true)
        let moving = try SQLiteHistory(path: path)
        try await store.commit(Transaction(entries: writer.append([record], salting: LedgerFixture.salt)))
        #expect(try await still.nextSequence() == 1)
        #expect(try await still.entries(from: 0, limit: 9).count == 1)
        #expect(try await moving.nextSequence() == 2)
    }

    @Test func `it does not make a database where there is none`() {
        #expect(throws: OperatorError.self) { try SQLiteHistory(path: folder.path("other.sqlite")) }
    }
}
