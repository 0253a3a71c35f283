import Domain
import Foundation
import Ledger
import Ports
import Response
import StoreSQLite
import TestKit
import Testing

@Suite struct SQLiteStoreTests {
    private let folder: TemporaryFolder
    private let file: StoredFile

    init() throws {
        folder = try TemporaryFolder()
        file = StoredFile(path: folder.path("cordon.sqlite"))
    }

    private func opened() throws(OperatorError) -> SQLiteStore { try SQLiteStore(path: file.path) }

    /// A run in doubt, and the store closed again.
    private func filled() async throws {
        var harness = CoreHarness(PlaybookFixture.text("- {id: act, action: fake.once}"))
        harness.event()
        harness.finish("act", .failure(.unknownOutcome(Sample.error("no answer"))))
        let store = try opened()
        for turn in harness.turns { try await store.commit(Transaction(changes: turn.turn.changes)) }
    }

    @Test(arguments: StoreContract.checks)
    func `it keeps the contract of stores`(_ check: StoreContract.Check) async throws {
        let path = file.path
        try await check.run { try SQLiteStore(path: path) }
    }

    @Test func `a commit is durable when it returns: full flushes, and a log ahead of the file`() async throws {
        let store = try opened()
        #expect(try await store.synchronous() == 2)
        #expect(try file.isWriteAheadLogged())
    }

    @Test func `nobody else may read the database, nor what lies beside it`() async throws {
        let store = try opened()
        try await store.commit(Transaction(checkpoint: StoredCheckpoint(size: 1, note: "a note")))
        for suffix in ["", "-wal", "-shm"] { #expect(try file.mode(ofSuffix: suffix) == 0o600, "\(suffix)") }
    }

    @Test func `a log that was stretched grows no more, and holds nothing but what was committed`() async throws {
        let store = try opened()
        let before = try file.size(ofSuffix: "-wal")
        await store.stretchLog()
        let size = try file.size(ofSuffix: "-wal")
        // A disk without ample room is left alone.
        #expect(size == before || size > 8_000 * 4_096)
        await store.stretchLog()
        try await store.commit(Transaction(checkpoint: StoredCheckpoint(size: 1, note: "a note")))
        #expect(try size == before || file.size(ofSuffix: "-wal") == size)
        let again = try opened()
        #expect(try await again.load(at: Sample.start).lastCheckpoint?.note == "a note")
        #expect(try file.size() < 1_000_000)
    }

    /// `scripts/torture disk` tries what happens where that fails.
    @Test func `a log that is full goes into the database, and grows no more`() async throws {
        let store = try opened()
        let note = String(repeating: "x", count: 1 << 20)
        for size in 1...40 {
            try await store.commit(Transaction(checkpoint: StoredCheckpoint(size: UInt64(size), note: note)))
        }
        #expect(try file.size() > 30 << 20)
        #expect(try file.size(ofSuffix: "-wal") < 35 << 20)
    }

    /// A review: the engine went on acknowledging events, acting, and saying "contained", into a file that was deleted.
    @Test(arguments: ["", "-wal"], [true, false])
    func `what lies in a file that somebody removed or replaced is not acknowledged`(
        _ suffix: String,
        _ isReplaced: Bool
    ) async throws {
        let store = try opened()
        try await store.commit(Transaction(checkpoint: StoredCheckpoint(size: 1, note: "a note")))
        let path = file.path + suffix
        try FileManager.default.moveItem(atPath: path, toPath: "\(path).old")
        if isReplaced { try FileManager.default.copyItem(atPath: "\(path).old", toPath: path) }
        do throws(StoreFailure) {
            try await store.commit(Transaction(checkpoint: StoredCheckpoint(size: 2, note: "another")))
            Issue.record("it was committed")
        } catch .broken(let error) {
            #expect(error.reason == "somebody has removed or replaced the file \(path) under the engine")
        } catch {
            Issue.record("\(error)")
        }
    }

    @Test func `a row that was damaged is named`() async throws {
        try await filled()
        try file.replace("\"state\":\"in-doubt\"", with: "\"state\":\"in-dxubt\"")
        let store = try opened()
        do throws(StoreFailure) {
            _ = try await store.load(at: Sample.start)
            Issue.record("it was read")
        } catch {
            guard case .broken(let problem) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(problem.attempted.contains("read"))
            #expect(problem.reason.contains("run_"))
            #expect(problem.reason.contains("'state'"))
        }
    }

    @Test(arguments: [
        ("\"device\":\"pump-7\"", "\"device\":\"pump 7\""), ("\"severity\":\"high\"", "\"severity\":\"hiGh\""),
    ])
    func `an event that was damaged is an error, and not another event`(_ good: String, _ bad: String) async throws {
        try await filled()
        try file.replace(good, with: bad)
        let store = try opened()
        await #expect(throws: StoreFailure.self) { try await store.load(at: Sample.start) }
    }

    @Test func `a file that is no database is an error with a way out`() throws {
        try "no database, but long enough to look like one".write(toFile: file.path, atomically: false, encoding: .utf8)
        #expect {
            try opened()
        } throws: { error in
            guard let problem = error as? OperatorError else { return false }
            return problem.attempted.contains(file.path) && !problem.remedy.isEmpty
        }
    }

    @Test func `a folder that is not there is an error with a way out`() throws {
        #expect(throws: OperatorError.self) { try SQLiteStore(path: folder.path("missing/cordon.sqlite")) }
    }
}
