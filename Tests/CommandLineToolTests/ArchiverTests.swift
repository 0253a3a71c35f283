import CommandLineTool
import Domain
import Foundation
import Ledger
import Ports
import StoreSQLite
import TestKit
import Testing

/// What moves out of the database is whole.
@Suite struct ArchiverTests {
    private let folder = TemporaryFolder()

    private let later = Sample.start + .seconds(86_400)

    private var archive: String { "\(folder.path)/archive" }

    private func path(_ database: String) -> String { "\(folder.path)/\(database).sqlite" }
    private func history(_ database: String = "log") throws -> SQLiteHistory {
        try SQLiteHistory(path: path(database))
    }

    /// A signed log of 600 entries, out of which somebody has taken some.
    private func store(_ database: String = "log", without gone: Set<UInt64> = []) async throws -> SQLiteStore {
        var writer = try LedgerFixture.writer()
        let entries = writer.append(
            (0..<600).map { AuditRecord(.engineHeartbeat, at: Sample.start + .seconds($0)) },
            salting: LedgerFixture.salt
        )
        var signer = try CheckpointSigner(
            key: LedgerFixture.key,
            state: .beginning(of: LedgerFixture.origin),
            tree: writer.covered
        )
        let note = try signer.sign(try signer.prepare(writer.tree, since: writer.uncovered)).description
        let store = try SQLiteStore(path: path(database))
        try await store.commit(
            Transaction(
                entries: entries.filter { !gone.contains($0.sequence) },
                checkpoint: StoredCheckpoint(size: 600, note: note)
            )
        )
        return store
    }

    private func archiver(_ store: SQLiteStore, of database: String = "log") throws -> Archiver {
        Archiver(
            history: try history(database),
            store: store,
            path: archive,
            keys: [LedgerFixture.key.verifier]
        )
    }

    private func move(
        _ store: SQLiteStore,
        of database: String = "log",
        before cutoff: Instant
    ) async throws -> Range<UInt64>? {
        try await archiver(store, of: database).move(before: cutoff) {}
    }

    @Test func `whole tiles that are old enough move, and the rest stays`() async throws {
        let store = try await store()
        #expect(try await move(store, before: Sample.start + .seconds(300)) == 0..<256)
        #expect(try await move(store, before: later) == 256..<512)
        #expect(try await move(store, before: later) == nil)
        #expect(try await history().firstEntry() == 512)
    }

    // A reading found it: the tile took in the first entry of the next in the place of the one that was missing.
    // Another found that a tile without its last entry passed for one that is not old yet, and nobody was told.
    @Test(arguments: [1, 100, 254, 255, 256, 300, 511] as [UInt64])
    func `a tile of which an entry is missing does not move, and nothing is taken out`(_ gone: UInt64) async throws {
        let store = try await store(without: [gone])
        let error = await #expect(throws: OperatorError.self) { try await move(store, before: later) }
        #expect(error?.attempted == "move entry \(gone) into the archive")
        #expect(error?.reason.contains("it is missing") == true)
        #expect(error?.remedy.contains("cordon audit verify") == true)
        let history = try history()
        #expect(try await history.firstEntry() == 0)
        #expect(try await history.entries(from: 0, limit: 1_000).count == 599)
        #expect(!FileManager.default.fileExists(atPath: archive))
    }

    // A reading found it: one broken tile, and the log said each day that entries move, which none did.
    @Test func `the log says that entries move before they do, and only where they can`() async throws {
        let broken = try await store(without: [300])
        await #expect(throws: OperatorError.self) {
            try await archiver(broken).move(before: later) { Issue.record("it was said of a move that is refused") }
        }
        let whole = try await store("whole")
        var first: [UInt64?] = []
        let moved = try await archiver(whole, of: "whole").move(before: later) {
            first.append(try await history("whole").firstEntry())
        }
        #expect(moved == 0..<512)
        #expect(first == [0])
        let again = try await archiver(whole, of: "whole").move(before: later) {
            Issue.record("nothing is left to move")
        }
        #expect(again == nil)
    }

    // What was left of such a tile was taken for one that the archive has, and deleted.
    @Test func `a tile whose first entry is missing does not move, unless the archive has it`() async throws {
        let broken = try await store(without: [0])
        let error = await #expect(throws: OperatorError.self) { try await move(broken, before: later) }
        #expect(error?.attempted == "move entry 0 into the archive")
        #expect(try await history().firstEntry() == 1)
    }

    // A reading found it: the archive began with what was left, and is read from entry 0 to its first gap.
    @Test(arguments: [100, 256, 300] as [UInt64])
    func `nothing moves where nobody has what was before it`(_ first: UInt64) async throws {
        let store = try await store(without: Set(0..<first))
        let error = await #expect(throws: OperatorError.self) { try await move(store, before: later) }
        #expect(error?.attempted == "move entry \(first - 1) into the archive")
        #expect(error?.reason.contains("it is missing") == true)
        #expect(try await history().firstEntry() == first)
        #expect(!FileManager.default.fileExists(atPath: archive))
    }

    @Test(arguments: [256, 300] as [UInt64])
    func `what a process left that ended in the middle moves the next time`(_ first: UInt64) async throws {
        let whole = try await store()
        #expect(try await move(whole, before: later) == 0..<512)
        // The archive has both tiles, and of the second this database has all, or a part.
        let rest = try await store("rest", without: Set(0..<first))
        #expect(try await move(rest, of: "rest", before: later) == first..<512)
        #expect(try await history("rest").firstEntry() == 512)
    }
}
