import Domain
import Ledger
import Ports
import TestKit
import Testing

/// A log of a plant, and a witness that watches it.
struct WatchedPlant: ~Copyable {
    static let start = Sample.start
    static let origin = LedgerFixture.origin

    static let witness: WitnessSigningKey = {
        guard let key = WitnessSigningKey(name: "witness.example/w1", privateKey: Array(repeating: 9, count: 32)) else {
            preconditionFailure("32 bytes are a key")
        }
        return key
    }()

    private(set) var entries: [StoredEntry] = []
    private var writer: LedgerWriter
    private var signer: CheckpointSigner
    /// Tells one history from another.
    private let history: Int

    init(history: Int = 0) throws {
        let writer = try LedgerFixture.writer()
        let signer = try CheckpointSigner(
            key: LedgerFixture.key,
            state: .beginning(of: Self.origin),
            tree: MerkleTree()
        )
        self.history = history
        self.writer = writer
        self.signer = signer
    }

    /// So many entries more, and a checkpoint over all of them.
    mutating func grow(by count: Int) throws -> SignedNote {
        for number in 0..<count {
            let time = Self.start + .seconds(writer.nextSequence == 0 ? history : number)
            entries += writer.append([AuditRecord(.engineStopped, at: time)], salting: LedgerFixture.salt)
        }
        let note = try signer.sign(try signer.prepare(writer.tree, since: writer.uncovered))
        writer.cover(signer.state.last, at: Self.start)
        return note
    }

    func proof(from old: Int, to new: Int) -> [TreeHash] {
        guard old > 0, old < new else { return [] }
        let source = Leaves(hashes: entries.map(\.leafHash))
        return (try? ConsistencyProof(from: UInt64(old), to: UInt64(new), from: source))?.hashes ?? []
    }

    func request(_ note: SignedNote, from old: Int) throws -> CosigningRequest {
        let size = try #require(Checkpoint(note.text)).size
        return try #require(CosigningRequest(note, oldSize: UInt64(old), hashes: proof(from: old, to: Int(size))))
    }
}

/// A small tree, of which nothing but the leaves is kept.
struct Leaves: SubtreeSource {
    let hashes: [TreeHash]

    func roots(level: Int, _ positions: Range<UInt64>) -> [TreeHash] {
        precondition(level == 0, "the tests' trees are small")
        return Array(hashes[Int(positions.lowerBound)..<Int(positions.upperBound)])
    }
}
