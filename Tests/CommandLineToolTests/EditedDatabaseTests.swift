import CommandLineTool
import Domain
import GRDB
import Ledger
import Ports
import Response
import StoreSQLite
import TestKit
import Testing

/// What stands in the database beside the log, where somebody changed it with `sqlite3`.
@Suite struct EditedDatabaseTests {
    private let folder = TemporaryFolder()
    private var path: String { "\(folder.path)/cordon.sqlite" }

    private static func harness() -> CoreHarness {
        var harness = CoreHarness(PlaybookFixture.text("- {id: act, action: fake.once}"))
        harness.event("e-1", of: "pump-7")
        harness.event("e-2", of: "pump-8")
        return harness
    }

    /// Everything that the harness did, with its log.
    private func keep(_ harness: CoreHarness) async throws {
        var writer = try LedgerFixture.writer()
        let store = try SQLiteStore(path: path)
        for (_, turn) in harness.turns {
            let entries = writer.append(turn.records, salting: LedgerFixture.salt)
            try await store.commit(Transaction(changes: turn.changes, entries: entries))
        }
    }

    private func edit(_ statements: [String]) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.write { db in
            for sql in statements { try db.execute(sql: sql) }
        }
        try queue.close()
    }

    /// What is found to be otherwise than the log says.
    private func found(pageCount: Int = 1_000) async throws -> [String] {
        let verification = AuditVerification(
            origin: LedgerFixture.origin,
            keys: [LedgerFixture.key.verifier],
            signer: .beginning(of: LedgerFixture.origin),
            pageCount: pageCount
        )
        let report = try await verification.run(DatabaseLog(history: try SQLiteHistory(path: path)))
        #expect(report.ledger.findings.isEmpty, "\(report.ledger.findings)")
        return report.states
    }

    /// What is found once the statements were carried out.
    private func found(in harness: CoreHarness, after statements: String...) async throws -> [String] {
        try await keep(harness)
        #expect(try await found() == [])
        try edit(statements)
        return try await found()
    }

    /// A review found it: no step was compared then, and the engine went on with the version that lay in its folder.
    @Test func `a run whose playbook is not kept is found`() async throws {
        let harness = Self.harness()
        let found = try await found(in: harness, after: "DELETE FROM playbooks")
        let runs = ["pump-7", "pump-8"].map { harness.run(of: $0).id.description }.sorted()
        #expect(found == runs.map { "the playbook of run \($0) is not kept" })
    }

    @Test func `a playbook whose text is another than the one that a run is pinned to is found`() async throws {
        let edit = "UPDATE playbooks SET body = replace(body, 'devices: 25', 'devices: 99')"
        let found = try await found(in: Self.harness(), after: edit)
        #expect(found.count == 2)
        #expect(found.allSatisfy { $0.hasSuffix("is not the one that it is pinned to") }, "\(found)")
    }

    /// A review found it: whoever asked for the runs that come after it was given the same for ever.
    @Test(arguments: ["run_zzz", "run_000"]) func `a run that is kept under another id is found, and all after it`(
        _ id: String
    ) async throws {
        let harness = Self.harness()
        let run = harness.run(of: "pump-8").id
        let found = try await found(in: harness, after: "UPDATE runs SET id = '\(id)' WHERE id = '\(run)'")
        #expect(found == ["run \(run) is kept as '\(id)'"])
        #expect(try await self.found(pageCount: 1) == found)
    }

    @Test func `runs that come in no order end in an error, and not in no end`() async throws {
        try await keep(Self.harness())
        // To the database a blob comes after every text, so this run comes after itself.
        try edit(["UPDATE runs SET id = CAST(id AS BLOB)"])
        let error = try await #require(throws: OperatorError.self) { _ = try await found(pageCount: 1) }
        #expect(error.reason.contains("is not in its place"), "\(error)")
    }

    /// A review found it: the lists of incidents and of what is in force were made from what nobody compared.
    @Test(arguments: [
        ("UPDATE runs SET incident = 'inc_zzz' WHERE number = 1", "is kept with the incident 'inc_zzz'"),
        ("DELETE FROM incidents WHERE number = 1", "is not kept"),
        ("UPDATE incidents SET body = replace(body, 'pump-7', 'pump-9')", "as that of this run and its device"),
        ("UPDATE incidents SET body = 'nothing' WHERE number = 1", "as that of this run and its device"),
        ("DELETE FROM events WHERE id = 'e-1'", "is not kept"),
    ])
    func `a run whose incident or event is another, or gone, is found`(
        _ edit: String,
        _ words: String
    ) async throws {
        let harness = Self.harness()
        let found = try await found(in: harness, after: edit)
        #expect(found.count == 1, "\(found)")
        #expect(found.allSatisfy { $0.contains("of run \(harness.run().id)") || $0.contains("\(harness.run().id) is") })
        #expect(found.allSatisfy { $0.contains(words) }, "\(found)")
    }

    @Test(arguments: ["device = 'pump-9'", "since = 1", "id = 'mea_zzz'"])
    func `a measure that is found by something else than it says is found`(_ edit: String) async throws {
        var harness = CoreHarness(PlaybookFixture.text("- {id: bar, action: fake.fenced, expires: 1h}"))
        harness.event()
        harness.finish("bar", .success(Completion(.confirmed, evidence: "it says so")))
        let found = try await found(in: harness, after: "UPDATE measures SET \(edit)")
        #expect(found.count == 1 && found.allSatisfy { $0.hasSuffix("is not listed as it says of itself") }, "\(found)")
    }
}
