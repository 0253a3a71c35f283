import Domain
import Ledger
import Testing

@Suite struct LedgerWriterTests {
    private let nothing = SignerState.beginning(of: Samples.plant)

    private func writer(_ leafHashes: [TreeHash] = [], signed: SignerState? = nil) throws -> LedgerWriter {
        let signed = signed ?? nothing
        let log = try StoredLog(
            size: UInt64(leafHashes.count),
            signed: signed.last.size,
            in: KeptTree(leafHashes)
        )
        return try LedgerWriter(origin: Samples.plant, node: "node-1", log: log, signed: signed)
    }

    @Test func `records are numbered from zero and hashed as they are stored`() throws {
        var writer = try writer()
        let stored = writer.append((0..<12).map(Samples.record), salting: Samples.salt)
        #expect(stored.map(\.sequence) == Array(0..<12))
        for entry in stored {
            #expect(entry.bytes == entry.entry.encoded)
            #expect(entry.leafHash == TreeHash(ofLeaf: entry.bytes))
        }
        #expect(writer.tree == MerkleTree(stored.map(\.leafHash)))
        #expect(writer.nextSequence == 12)
        #expect(stored[1].entry.cause == 0)
    }

    @Test func `a writer goes on where its log ended`() throws {
        let log = try SignedLog(entries: 17, checkpointEvery: 17)
        var whole = try writer(log.rows.compactMap(\.leafHash), signed: log.signer)
        #expect(whole.covered.size == 17 && whole.uncovered.isEmpty)
        let more = whole.append([Samples.record(18)], salting: Samples.salt)
        let restarted = try writer((log.rows.compactMap(\.leafHash)) + more.map(\.leafHash), signed: log.signer)
        #expect(restarted.tree == whole.tree)
        #expect(restarted.uncovered == more.map(\.leafHash))
    }

    @Test func `a writer does not start on a log that was cut, changed, or is another`() throws {
        let log = try SignedLog(entries: 17, checkpointEvery: 17)
        let hashes = log.rows.compactMap(\.leafHash)
        #expect(throws: SigningRefused.shorterThanSigned(size: 16, signed: 17)) {
            try writer(hashes.dropLast(), signed: log.signer)
        }
        #expect(throws: SigningRefused.otherPast(signed: 17)) { try writer(hashes.reversed(), signed: log.signer) }
        #expect(throws: SigningRefused.otherLog(Samples.origin("b"))) {
            try writer(hashes, signed: .beginning(of: Samples.origin("b")))
        }
    }

    @Test func `what is taken back leaves no trace`() throws {
        var writer = try writer()
        let kept = writer.append((0..<5).map(Samples.record), salting: Samples.salt)
        let before = writer
        _ = writer.append((5..<9).map(Samples.record), salting: Samples.salt)
        writer.takeBack(to: before.end)
        #expect(writer == before)
        let again = writer.append([Samples.record(5)], salting: Samples.salt)
        #expect(again[0].sequence == 5)
        #expect(writer.tree == MerkleTree((kept + again).map(\.leafHash)))
    }

    @Test func `what is taken back from an empty log does not wait for a checkpoint`() throws {
        var writer = try writer()
        let end = writer.end
        _ = writer.append([Samples.record(0)], salting: Samples.salt)
        writer.takeBack(to: end)
        #expect(!writer.needsCheckpoint(at: Samples.start + .seconds(11)))
    }

    @Test func `a checkpoint is due after ten seconds or a thousand entries`() throws {
        var writer = try writer()
        #expect(!writer.needsCheckpoint(at: Samples.start))
        _ = writer.append([Samples.record(0)], salting: Samples.salt)
        #expect(!writer.needsCheckpoint(at: Samples.start + .milliseconds(9_999)))
        #expect(writer.needsCheckpoint(at: Samples.start + .seconds(10)))
        _ = writer.append((1..<999).map(Samples.record), salting: Samples.salt)
        #expect(!writer.needsCheckpoint(at: Samples.start))
        _ = writer.append([Samples.record(999)], salting: Samples.salt)
        #expect(writer.needsCheckpoint(at: Samples.start))
    }

    @Test func `what an earlier process left is due at once`() throws {
        let left = try writer([TreeHash(ofLeaf: [1])])
        #expect(left.needsCheckpoint(at: Samples.start))
    }

    @Test func `entries that came while a checkpoint was signed wait for the next`() throws {
        var writer = try writer()
        _ = writer.append((0..<5).map(Samples.record), salting: Samples.salt)
        let checkpoint = Checkpoint(of: writer.tree, origin: Samples.plant)
        let late = writer.append((5..<7).map(Samples.record), salting: Samples.salt)
        writer.cover(checkpoint, at: Samples.start + .seconds(60))
        #expect(writer.covered.size == 5)
        #expect(writer.uncovered == late.map(\.leafHash))
        #expect(!writer.needsCheckpoint(at: Samples.start + .seconds(69)))
        #expect(writer.needsCheckpoint(at: Samples.start + .seconds(70)))
    }
}
