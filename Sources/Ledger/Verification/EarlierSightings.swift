/// Checkpoints of the log that somebody else has kept, compared with the log as it is read.
struct EarlierSightings: Sendable {
    /// Those that the entries have not reached begin at `next`; the smallest size first, once the first entry came.
    private var checkpoints: [Checkpoint] = []
    private var next = 0
    private var isSorted = true
    private(set) var finding: LedgerFinding?

    mutating func take(_ note: String, of origin: Origin, signedBy keys: [VerifierKey]) {
        do throws(NoteRefused) {
            let signed = try SignedNote(note)
            _ = try signed.verified(by: keys)
            guard let checkpoint = Checkpoint(signed.text), checkpoint.origin == origin else { throw .malformed }
            checkpoints.append(checkpoint)
            isSorted = false
        } catch {
            if finding == nil { finding = .sightingRefused(error) }
        }
    }

    mutating func settle(_ tree: MerkleTree) {
        if !isSorted {
            checkpoints.sort { $0.size < $1.size }
            isSorted = true
        }
        while next < checkpoints.count, checkpoints[next].size <= tree.size {
            let checkpoint = checkpoints[next]
            next += 1
            if checkpoint.size == tree.size, checkpoint.root != tree.root, finding == nil {
                finding = .otherThanSeen(size: tree.size)
            }
        }
    }

    /// The log has ended, and nothing else was wrong with it.
    mutating func end(_ tree: MerkleTree) {
        settle(tree)
        guard finding == nil, next < checkpoints.count, let last = checkpoints.last else { return }
        finding = .shorterThanSeen(size: tree.size, seen: last.size)
    }
}
