import Domain
import Ledger
import Testing

/// Whose time it is to sign: a key that was stolen signs neither the past nor, once it is retired, the future.
@Suite struct KeyPeriodTests {
    private let first = Samples.key(byte: 1)
    private let second = Samples.key(byte: 2)

    /// Six entries, the third of which names the second key, and a checkpoint after each two.
    private struct Log {
        var rows: [StoredEntry] = []
        var trees: [MerkleTree] = []
    }

    private func log() throws -> Log {
        var writer = try LedgerWriter(
            origin: Samples.plant,
            node: "node-1",
            log: StoredLog(),
            signed: .beginning(of: Samples.plant)
        )
        var log = Log()
        for number in 0..<6 {
            let rotation = AuditRecord(
                .keyRotated,
                at: Samples.start,
                on: AuditObject(.key, second.verifier.description)
            )
            let record = number == 2 ? rotation : Samples.record(number)
            log.rows += writer.append([record], salting: Samples.salt)
            if number % 2 == 1 { log.trees.append(writer.tree) }
        }
        return log
    }

    private func findings(signing signers: [[SigningKey]], keys: [SigningKey]? = nil) throws -> [LedgerFinding] {
        let log = try log()
        var verifier = LedgerVerifier(origin: Samples.plant, keys: (keys ?? [first, second]).map(\.verifier))
        for (tree, signers) in zip(log.trees, signers) {
            verifier.take(checkpoint: try note(tree, of: log.rows, signers))
        }
        for row in log.rows { verifier.take(entry: row.sequence, bytes: row.bytes, leafHash: row.leafHash) }
        return verifier.finish().findings
    }

    /// As whoever holds these keys signs it: a line for each below the same text.
    private func note(_ tree: MerkleTree, of rows: [StoredEntry], _ keys: [SigningKey]) throws -> String {
        let leaves = rows.prefix(Int(tree.size)).map(\.leafHash)
        let notes = try keys.map { key in
            var signer = try CheckpointSigner(key: key, state: .beginning(of: Samples.plant), tree: MerkleTree())
            return try signer.sign(try signer.prepare(tree, since: leaves)).description
        }
        let lines = notes.dropFirst().compactMap { $0.split(separator: "\n").last.map { "\($0)\n" } }
        return notes[0] + lines.joined()
    }

    @Test func `a log whose key changed verifies from its first key on`() throws {
        #expect(try findings(signing: [[first], [first, second], [second]]) == [])
    }

    @Test func `the past that somebody signs again with the newer key is found`() throws {
        #expect(try findings(signing: [[second], [first, second], [second]]) == [.checkpointOutOfPeriod(1)])
        #expect(try findings(signing: [[first, second], [first, second], [second]]) == [.checkpointOutOfPeriod(1)])
    }

    @Test func `a retired key signs nothing more`() throws {
        #expect(try findings(signing: [[first], [first, second], [first]]) == [.checkpointOutOfPeriod(3)])
    }

    @Test func `both keys sign when one takes over`() throws {
        #expect(try findings(signing: [[first], [second], [second]]).first == .checkpointOutOfPeriod(2))
        #expect(try findings(signing: [[first], [first], [second]]).first == .checkpointOutOfPeriod(2))
    }

    @Test func `a key that nobody was told of does not take over`() throws {
        let found = try findings(signing: [[first], [first], [first]], keys: [first])
        #expect(found == [.unknownKey(2)])
        let other = Samples.key(byte: 9)
        #expect(try findings(signing: [[first], [first], [first]], keys: [first, other]) == [.unknownKey(2)])
    }

    @Test func `a signer hands over once both have signed`() throws {
        var writer = try LedgerWriter(
            origin: Samples.plant,
            node: "node-1",
            log: StoredLog(),
            signed: .beginning(of: Samples.plant)
        )
        var signer = try CheckpointSigner(
            key: first,
            successor: second,
            state: .beginning(of: Samples.plant),
            tree: writer.covered
        )
        _ = writer.append([Samples.record(0)], salting: Samples.salt)
        let both = try signer.sign(try signer.prepare(writer.tree, since: writer.uncovered))
        #expect(try both.verified(by: [first.verifier, second.verifier]).count == 2)
        writer.cover(signer.state.last, at: Samples.start)
        signer.handOver()
        _ = writer.append([Samples.record(1)], salting: Samples.salt)
        let alone = try signer.sign(try signer.prepare(writer.tree, since: writer.uncovered))
        #expect(try alone.verified(by: [second.verifier]) == [second.verifier])
        #expect(throws: NoteRefused.noKnownSigner) { try alone.verified(by: [first.verifier]) }
    }
}
