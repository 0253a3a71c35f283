import Domain
import Ledger
import Ports
import StoreSQLite
import TestKit
import Testing

/// Leaf hashes of the beginning of a log, wherever they lie.
private struct Leaves: SubtreeSource {
    let hashes: [TreeHash]

    func roots(level: Int, _ positions: Range<UInt64>) -> [TreeHash] {
        precondition(level == 0, "an archive keeps leaf hashes alone")
        return Array(hashes[Int(positions.lowerBound)..<Int(positions.upperBound)])
    }
}

/// Proofs and cosignatures from the database.
@Suite struct SQLiteArchiveTests {
    private let folder: TemporaryFolder
    private let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path("cordon.sqlite")
    }

    private func archive(_ store: SQLiteStore) throws -> SQLiteArchive {
        SQLiteArchive(store: store, history: try SQLiteHistory(path: path))
    }

    /// So many entries in one transaction.
    private func entries(_ count: Int) throws -> [StoredEntry] {
        var writer = try LedgerFixture.writer()
        return writer.append(
            (0..<count).map { AuditRecord(.engineStopped, at: Sample.start + .seconds($0)) },
            salting: LedgerFixture.salt
        )
    }

    @Test func `a proof is made from the database, across whole subtrees`() async throws {
        let store = try SQLiteStore(path: path)
        let entries = try entries(1_000)
        try await store.commit(Transaction(entries: entries))
        let archive = try archive(store)
        let hashes = entries.map(\.leafHash)
        for (old, new) in [(1, 1_000), (256, 1_000), (300, 768), (700, 701), (1_000, 1_000)] {
            let proof = try await archive.consistencyProof(from: UInt64(old), to: UInt64(new))
            try proof.verify(oldRoot: MerkleTree(hashes.prefix(old)).root, newRoot: MerkleTree(hashes.prefix(new)).root)
        }
    }

    @Test func `proofs over entries that an archive holds are made with its leaf hashes`() async throws {
        let store = try SQLiteStore(path: path)
        let entries = try entries(1_000)
        try await store.commit(Transaction(entries: entries))
        // As after a process that ended in the middle of giving entries away.
        try await store.forgetEntries(below: 500)
        let hashes = entries.map(\.leafHash)
        let older = Leaves(hashes: Array(hashes.prefix(512)))
        let history = try SQLiteHistory(path: path)
        for entry in [0, 255, 256, 499, 500, 511, 512, 999] as [Int] {
            let proof = try await history.inclusionProof(of: UInt64(entry), in: 1_000, older: older)
            try proof.verify(leaf: hashes[entry], root: MerkleTree(hashes).root)
        }
        let archive = SQLiteArchive(store: store, history: history, older: older)
        for (old, new) in [(1, 1_000), (300, 768), (511, 512), (700, 1_000)] {
            let proof = try await archive.consistencyProof(from: UInt64(old), to: UInt64(new))
            try proof.verify(oldRoot: MerkleTree(hashes.prefix(old)).root, newRoot: MerkleTree(hashes.prefix(new)).root)
        }
        let refused = await #expect(throws: OperatorError.self) {
            try await history.inclusionProof(of: 3, in: 1_000, older: nil)
        }
        #expect(refused?.reason.contains("one is missing or damaged") == true)
    }

    @Test func `a log from before roots were kept has them after the migration`() async throws {
        let entries = try entries(700)
        let rows = entries.map { entry in
            let (body, hash) = (Digest.hex(entry.bytes), entry.leafHash.description)
            return "INSERT INTO entries (sequence, body, leaf_hash) VALUES (\(entry.sequence), x'\(body)', x'\(hash)')"
        }
        try EarlierSchema.make(path: path, version: "4: canaries", rows: rows)
        let store = try SQLiteStore(path: path)
        let log = try await store.load(at: Sample.start, signed: 690).log
        let hashes = entries.map(\.leafHash)
        #expect(log.covered == MerkleTree(hashes.prefix(690)))
        #expect(log.uncovered == Array(hashes[690...]))
        let proof = try await archive(store).consistencyProof(from: 255, to: 700)
        try proof.verify(oldRoot: MerkleTree(hashes.prefix(255)).root, newRoot: MerkleTree(hashes).root)
    }

    @Test func `a hash that is missing is damage, with what it is`() async throws {
        let rows = try entries(3).filter { $0.sequence != 1 }.map { entry in
            let (body, hash) = (Digest.hex(entry.bytes), entry.leafHash.description)
            return "INSERT INTO entries (sequence, body, leaf_hash) VALUES (\(entry.sequence), x'\(body)', x'\(hash)')"
        }
        let last = try #require(EarlierSchema.versions.last)
        try EarlierSchema.make(path: path, version: last, rows: rows)
        let store = try SQLiteStore(path: path)
        let failure = await #expect(throws: StoreFailure.self) { try await store.load(at: Sample.start) }
        #expect(failure?.error.reason.contains("one is missing or damaged") == true)
        let other = folder.path("older.sqlite")
        try EarlierSchema.make(path: other, version: "4: canaries", rows: rows)
        let refused = #expect(throws: OperatorError.self) { try SQLiteStore(path: other) }
        #expect(refused?.reason.contains("entry 1 is missing") == true)
    }

    @Test func `cosignatures are kept, and read back as cosigned notes`() async throws {
        let store = try SQLiteStore(path: path)
        let archive = try archive(store)
        let witnesses = try [UInt8(1), 2].map {
            try #require(WitnessSigningKey(name: "w\($0)", privateKey: Array(repeating: $0, count: 32))).witness
        }
        #expect(try await archive.lastCheckpoint() == nil)
        #expect(try await archive.lastCosignature(by: witnesses[0]) == nil)
        #expect(try await SQLiteHistory(path: path).cosignedNotes().isEmpty)
        for size in [3, 20] as [UInt64] {
            try await store.commit(Transaction(checkpoint: StoredCheckpoint(size: size, note: "note \(size)\n")))
        }
        func cosignature(_ size: UInt64, _ witness: Int, _ lines: String) -> StoredCosignature {
            StoredCosignature(size: size, witness: witnesses[witness], time: Sample.start, lines: lines)
        }
        for kept in [cosignature(3, 0, "a\n"), cosignature(20, 0, "b\n"), cosignature(20, 1, "c\n")] {
            try await archive.keep(kept)
        }
        try await archive.keep(cosignature(20, 0, "d\n"))
        #expect(try await archive.lastCheckpoint()?.size == 20)
        #expect(try await archive.lastCosignature(by: witnesses[0]) == cosignature(20, 0, "d\n"))
        let notes = try await SQLiteHistory(path: path).cosignedNotes()
        #expect(notes.first == "note 3\na\n")
        #expect(["note 20\nc\nd\n", "note 20\nd\nc\n"].contains(notes.last ?? ""))
        #expect(notes.count == 2)
    }

    /// Returns in the task that calls it once that is cancelled.
    private func cancellation() async { while !Task.isCancelled { await Task.yield() } }

    /// A reading found that an engine that was told to stop while a cosignature was kept called its disk broken, and ended
    /// in the middle of its effects.
    @Test func `what a cancelled task asks for is done, and no broken store`() async throws {
        let store = try SQLiteStore(path: path)
        let archive = try archive(store)
        let entries = try entries(600)
        let witness = try #require(WitnessSigningKey(name: "w", privateKey: Array(repeating: 1, count: 32))).witness
        let cosignature = StoredCosignature(size: 600, witness: witness, time: Sample.start, lines: "a\n")
        let checkpoint = StoredCheckpoint(size: 600, note: "a note\n")
        let writing = Task {
            await cancellation()
            try await store.commit(Transaction(entries: entries, checkpoint: checkpoint))
            try await archive.keep(cosignature)
            return try await store.load(at: Sample.start).lastCheckpoint
        }
        writing.cancel()
        #expect(try await writing.value == checkpoint)
        #expect(try await archive.lastCosignature(by: witness) == cosignature)
        #expect(try await SQLiteHistory(path: path).nextSequence() == 600)
    }

    @Test func `a cancelled task leaves entries that it was to give away to the next time`() async throws {
        let store = try SQLiteStore(path: path)
        try await store.commit(Transaction(entries: try entries(600)))
        let forgetting = Task {
            await cancellation()
            try await store.forgetEntries(below: 512)
        }
        forgetting.cancel()
        try await forgetting.value
        #expect(try await SQLiteHistory(path: path).firstEntry() == 0)
        try await store.forgetEntries(below: 512)
        #expect(try await SQLiteHistory(path: path).firstEntry() == 512)
    }

    @Test func `a database that no version with witnesses has opened has no cosigned note`() async throws {
        try EarlierSchema.make(path: path, version: "4: canaries", rows: [])
        #expect(try await SQLiteHistory(path: path).cosignedNotes().isEmpty)
    }
}
