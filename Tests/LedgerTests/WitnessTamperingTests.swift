import Domain
import Foundation
import Ledger
import Testing

/// Everything that a person with the log's own key can show to a witness in the place of the log: for every entry, histories
/// that differ from it on, with every proof that there is. `make tamper` does it to a log of 10,000 entries, and prints how
/// much it was.
@Suite struct WitnessTamperingTests {
    static let entries = ProcessInfo.processInfo.environment["CORDON_TAMPER_ENTRIES"].flatMap(Int.init) ?? 60
    /// Between two checkpoints that the witness cosigned.
    static let interval = 10
    /// How much longer than what was cosigned a fork is at the most.
    static let aheadMax = 8

    /// What was shown, and how often it was refused as it should be.
    struct Tally: Equatable {
        var shown = 0
        var refused = 0

        func tell(_ what: String) {
            print("\(WitnessTamperingTests.entries) entries, \(what): \(shown) shown to a witness, \(refused) refused")
        }
    }

    private let truth: History
    /// The witness, after each checkpoint that it cosigned.
    private var life: [WitnessedLog] = []

    init() throws {
        let log = try SignedLog(entries: Self.entries + Self.aheadMax, checkpointEvery: Self.interval)
        truth = History(log.rows.compactMap(\.leafHash))
        var witness = try #require(WitnessedLog(keys: [log.key.verifier]))
        for note in log.checkpoints {
            let note = try SignedNote(note)
            let size = try #require(Checkpoint(note.text)).size
            guard size <= Self.entries else { break }
            let seen = witness.last?.checkpoint.size ?? 0
            let request = try #require(CosigningRequest(note, oldSize: seen, hashes: truth.proof(from: seen, to: size)))
            witness.note(try witness.judge(request, at: Samples.start))
            life.append(witness)
        }
        #expect(life.last?.last?.checkpoint.size == UInt64(Self.entries / Self.interval * Self.interval))
    }

    /// Shows the witness the note of a fork, with each of the proofs, as if it continued what the witness saw.
    private func show(
        _ fork: SignedNote,
        to witness: WitnessedLog,
        from oldSize: UInt64? = nil,
        _ proofs: [[TreeHash]],
        _ tally: inout Tally
    ) throws {
        let seen = try #require(witness.last).checkpoint.size
        for proof in Set(proofs) {
            let request = try #require(CosigningRequest(fork, oldSize: oldSize ?? seen, hashes: proof))
            tally.shown += 1
            do throws(WitnessRefusal) {
                _ = try witness.judge(request, at: Samples.start)
            } catch {
                switch error {
                case .forked(_, seen) where request.checkpoint.size == seen,
                    .otherOldSize(seen) where request.proof.oldSize != seen,
                    .unproven where request.checkpoint.size > seen && request.proof.oldSize == seen:
                    tally.refused += 1
                default: break
                }
            }
        }
    }

    @Test func `a log that went another way from any entry on is refused by a witness that saw a little more`() throws {
        var tally = Tally()
        defer { tally.tell("another way from an entry on") }
        // What the log and the fork have in common.
        var past = MerkleTree()
        for index in 0..<(UInt64(life.count) * UInt64(Self.interval)) {
            let witness = life[Int(index) / Self.interval]
            let seen = try #require(witness.last).checkpoint.size
            let fork = truth.changed(index..<UInt64.max)
            var tree = past
            tree.append(contentsOf: fork.roots(level: 0, index..<seen))
            let same = try History.signed(tree)
            try show(same, to: witness, [[], fork.proof(from: index, to: seen)], &tally)
            // The proof from the common past is a good one: where it begins is not where the witness is.
            try show(same, to: witness, from: index, [fork.proof(from: index, to: seen)], &tally)
            let longer = seen + 1 + index % UInt64(Self.aheadMax)
            tree.append(contentsOf: fork.roots(level: 0, seen..<longer))
            let proofs = [(truth, seen), (fork, seen), (fork, index)].map { $0.proof(from: $1, to: longer) }
            let grown = try History.signed(tree)
            try show(grown, to: witness, proofs + [[]], &tally)
            try show(grown, to: witness, from: index, [fork.proof(from: index, to: longer)], &tally)
            past.append(contentsOf: truth.roots(level: 0, index..<(index + 1)))
        }
        #expect(tally.shown > 7 * Self.entries && tally.refused == tally.shown)
    }

    @Test func `a log of which any one entry is another is refused by a witness that saw all of it`() throws {
        let witness = try #require(life.last)
        let seen = try #require(witness.last).checkpoint.size
        var tally = Tally()
        defer { tally.tell("one entry another") }
        for index in 0..<seen {
            let fork = truth.changed(index..<(index + 1))
            try show(try History.signed(MerkleTree(over: 0..<seen, of: fork)), to: witness, [[]], &tally)
            let longer = seen + 1 + index % UInt64(Self.aheadMax)
            let proofs = [truth, fork].map { $0.proof(from: seen, to: longer) }
            try show(try History.signed(MerkleTree(over: 0..<longer, of: fork)), to: witness, proofs, &tally)
        }
        #expect(tally == Tally(shown: 3 * Int(seen), refused: 3 * Int(seen)))
    }
}

/// The tree of a log, and of one that is the same but for some entries.
private struct History: SubtreeSource {
    /// Of the unchanged log: roots over 2^n leaves at place n.
    private let levels: [[TreeHash]]
    private var changed: Range<UInt64> = 0..<0

    init(_ leafHashes: [TreeHash]) {
        var levels = [leafHashes]
        while let last = levels.last, last.count > 1 {
            levels.append(stride(from: 1, to: last.count, by: 2).map { .node(last[$0 - 1], last[$0]) })
        }
        self.levels = levels
    }

    /// The log in which these entries are others.
    func changed(_ entries: Range<UInt64>) -> Self {
        var fork = self
        fork.changed = entries
        return fork
    }

    /// A checkpoint that the log's key signed, as whoever has stolen it can.
    static func signed(_ tree: MerkleTree) throws -> SignedNote {
        let state = try #require(
            SignerState("cordon-signer-state/1\n\(Checkpoint(of: tree, origin: Samples.plant).text)")
        )
        var pen = try CheckpointSigner(key: Samples.key(), state: state, tree: tree)
        return try pen.sign(try pen.prepare(tree, since: []))
    }

    func proof(from old: UInt64, to new: UInt64) -> [TreeHash] {
        old == 0 ? [] : Subtrees.proving(old, isPastOf: new).map(root)
    }

    func roots(level: Int, _ positions: Range<UInt64>) -> [TreeHash] {
        let bits = UInt64(8 * level)
        return positions.map { root($0 << bits..<($0 + 1) << bits) }
    }

    private func root(_ leaves: Range<UInt64>) -> TreeHash {
        let count = leaves.upperBound - leaves.lowerBound
        let bits = 63 - count.leadingZeroBitCount
        if !leaves.overlaps(changed), count.nonzeroBitCount == 1 {
            return levels[bits][Int(leaves.lowerBound >> UInt64(bits))]
        }
        // Any hash but the entry's own.
        if count == 1 { return .node(levels[0][Int(leaves.lowerBound)], .empty) }
        let middle = leaves.lowerBound + (1 as UInt64) << UInt64(63 - (count - 1).leadingZeroBitCount)
        return .node(root(leaves.lowerBound..<middle), root(middle..<leaves.upperBound))
    }
}
