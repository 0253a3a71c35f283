/// What witnesses saw of a log, compared with the log as it is read.
struct WitnessedSizes: Sendable {
    private struct Claim {
        let checkpoint: Checkpoint
        let cosignatures: [Cosignature]

        /// Of a witness that says so.
        var name: String { cosignatures[0].witness.name }
    }

    private let keys: [WitnessKey]
    /// Claims that the entries have not reached begin at `next`; the smallest size first, once the first entry came.
    private var claims: [Claim] = []
    private var next = 0
    private var isSorted = true
    private var agreed: [WitnessKey: WitnessedSize] = [:]
    private(set) var finding: LedgerFinding?

    init(_ keys: [WitnessKey]) { self.keys = keys }

    /// In the order of the keys that were given.
    var sizes: [WitnessedSize] { keys.compactMap { agreed[$0] } }

    mutating func take(_ note: String, of origin: Origin) {
        do throws(NoteRefused) {
            let signed = try SignedNote(note)
            let cosignatures = try signed.cosignatures(by: keys)
            guard !cosignatures.isEmpty else { return }
            guard let checkpoint = Checkpoint(signed.text), checkpoint.origin == origin else { throw .malformed }
            claims.append(Claim(checkpoint: checkpoint, cosignatures: cosignatures))
            isSorted = false
        } catch {
            if finding == nil { finding = .cosignatureRefused(error) }
        }
    }

    /// Judges the claims whose size is reached.
    mutating func settle(_ tree: MerkleTree) {
        if !isSorted {
            claims.sort { $0.checkpoint.size < $1.checkpoint.size }
            isSorted = true
        }
        while next < claims.count, claims[next].checkpoint.size == tree.size {
            let claim = claims[next]
            next += 1
            guard claim.checkpoint.root == tree.root else {
                if finding == nil { finding = .otherThanWitnessed(claim.name, size: tree.size) }
                continue
            }
            for cosignature in claim.cosignatures {
                agreed[cosignature.witness] = WitnessedSize(
                    name: cosignature.witness.name,
                    size: tree.size,
                    time: cosignature.time
                )
            }
        }
    }

    /// The log has ended, and nothing else was wrong with it.
    mutating func end(_ tree: MerkleTree) {
        settle(tree)
        guard finding == nil, next < claims.count, let last = claims.last else { return }
        finding = .shorterThanWitnessed(last.name, size: tree.size, witnessed: last.checkpoint.size)
    }
}
