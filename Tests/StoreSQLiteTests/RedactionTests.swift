import Domain
import GRDB
import Ledger
import Ports
import Response
import StoreSQLite
import TestKit
import Testing

/// What a redaction reaches besides the private values of an entry.
@Suite struct RedactionTests {
    private static let run = RunID(Digest(of: "run".utf8))
    private static let body = """
        {"by": "person:ana", "started_by": ["person:ana", "person:anastasia", "engine"], "count": 3, \
        "explanation": "all is stopped by person:ana: it is Bob's"}
        """
    private static let redacted =
        #"{"by":"person","started_by":["person","person:anastasia","engine"],"count":3,"#
        + #""explanation":"all is stopped by person"}"#

    private let folder: TemporaryFolder
    private let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path("cordon.sqlite")
    }

    /// A run that ana had to do with, and an entry about it that names her.
    private func store(phase: String, body: String = Self.body) async throws -> SQLiteStore {
        let last = try #require(EarlierSchema.versions.last)
        let (run, body) = (Self.run.description, body.replacing("'", with: "''"))
        let rows = [
            "INSERT INTO runs VALUES (1, '\(run)', 'inc_1', '\(phase)', NULL, NULL, 0, '\(body)')",
            "INSERT INTO steps VALUES (1, 0, 'skipped', '\(body)')",
            "INSERT INTO steps VALUES (2, 0, 'skipped', '\(body)')",
        ]
        try EarlierSchema.make(path: path, version: last, rows: rows)
        let store = try SQLiteStore(path: path)
        var writer = try LedgerFixture.writer()
        let record = AuditRecord(
            .holdApproved,
            at: Sample.start,
            by: Actor(name: "person:ana", proof: "bearer-token"),
            run: Self.run,
            step: "act"
        )
        try await store.commit(Transaction(entries: writer.append([record], salting: LedgerFixture.salt)))
        return store
    }

    @Test func `the state of a run that has ended is redacted with its entry, and no other`() async throws {
        let store = try await store(phase: "ended")
        let history = try SQLiteHistory(path: path)
        let naming = try await history.goesOnNaming(personOf: 0, in: Self.run)
        #expect(naming.stops.isEmpty && naming.run == nil)
        try await store.commit(Transaction(redactions: [.done(0, run: Self.run)]))
        #expect(try await bodies("runs") == [Self.redacted])
        #expect(try await bodies("steps") == [Self.body, Self.redacted])
        #expect(try await history.privateValues(of: 0...0).isEmpty)
    }

    /// A review: where a monitor is called as a person is, the next start missed the event, and refused.
    @Test func `the key of a run's event stays, as it is what finds the event`() async throws {
        let body = #"{"source":"person:ana","event":"person:ana","started_by":"person:ana"}"#
        let store = try await store(phase: "ended", body: body)
        try await store.commit(Transaction(redactions: [.done(0, run: Self.run)]))
        #expect(
            try await bodies("runs") == [#"{"source":"person:ana","event":"person:ana","started_by":"person"}"#]
        )
    }

    @Test func `a run that goes on keeps who decided in it, and so does a stop, which is said before`() async throws {
        let store = try await store(phase: "running")
        let stops = [("hall-2", "person:ana"), ("hall-3", "person:anastasia")].map { group, name in
            Change.stop(
                Stop(.group(group), by: Actor(name: name, proof: "bearer-token"), reason: "", since: Sample.start)
            )
        }
        try await store.commit(Transaction(changes: stops))
        let naming = try await SQLiteHistory(path: path).goesOnNaming(personOf: 0, in: Self.run)
        #expect(naming.stops == ["group:hall-2"] && naming.run == Self.run)
        try await store.commit(Transaction(redactions: [.done(0, run: Self.run)]))
        #expect(try await bodies("runs") == [Self.body])
    }

    private static let name = "person:zoe-gray"

    /// A store with an entry that names her. The log beside it is longer than what comes afterwards.
    private func storeNaming() async throws -> SQLiteStore {
        let store = try SQLiteStore(path: path)
        for size in UInt64(1)...40 {
            try await store.commit(Transaction(checkpoint: StoredCheckpoint(size: size, note: "a note")))
        }
        var writer = try LedgerFixture.writer()
        let record = AuditRecord(.stopLifted, at: Sample.start, by: Actor(name: Self.name, proof: "bearer-token"))
        try await store.commit(Transaction(entries: writer.append([record], salting: LedgerFixture.salt)))
        return store
    }

    /// A reading found her in the log, hours after she was redacted.
    @Test(arguments: [false, true])
    func `neither the database nor the log beside it holds what was redacted, nor what that log held before`(
        _ isBegunAnew: Bool
    ) async throws {
        let (store, file) = (try await storeNaming(), StoredFile(path: path))
        if isBegunAnew {
            _ = try await DatabaseQueue(path: path).writeWithoutTransaction { db in try db.checkpoint(.restart) }
            #expect(try file.holds(Self.name))
        }
        try await store.commit(Transaction(redactions: [.done(0, run: nil)]))
        #expect(try file.holds(Self.name, ofSuffix: "-wal"), "else nothing is shown")
        #expect(try await store.forgetOldPages())
        for suffix in ["", "-wal"] { #expect(try !file.holds(Self.name, ofSuffix: suffix), "\(suffix)") }
        // The store goes on with the same file.
        try await store.commit(Transaction(checkpoint: StoredCheckpoint(size: 41, note: "a note")))
        #expect(try await store.load(at: Sample.start).lastCheckpoint?.size == 41)
    }

    @Test func `as long as somebody reads, the log holds what was redacted, and says so`() async throws {
        let (store, file) = (try await storeNaming(), StoredFile(path: path))
        var reader: SQLiteHistory? = try SQLiteHistory(path: path, standsStill: true)
        try await store.commit(Transaction(redactions: [.done(0, run: nil)]))
        #expect(try await !store.forgetOldPages(within: .zero))
        #expect(try file.holds(Self.name, ofSuffix: "-wal"))
        let values = try await reader?.privateValues(of: 0...0)
        #expect(values?.isEmpty == false)
        reader = nil
        #expect(try await store.forgetOldPages())
        #expect(try !file.holds(Self.name, ofSuffix: "-wal"))
    }

    private func bodies(_ table: String) async throws -> [String] {
        try await DatabaseQueue(path: path).read { db in
            try String.fetchAll(db, sql: "SELECT body FROM \(table) ORDER BY \(table == "runs" ? "id" : "run") DESC")
        }
    }
}
