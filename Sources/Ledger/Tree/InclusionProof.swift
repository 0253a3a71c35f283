/// That an entry is in the tree of a checkpoint: RFC 6962, section 2.1.1.
public struct InclusionProof: Hashable, Sendable {
    public let index: UInt64
    public let size: UInt64
    /// From leaf to root.
    public let hashes: [TreeHash]

    public init(index: UInt64, size: UInt64, hashes: [TreeHash]) {
        self.index = index
        self.size = size
        self.hashes = hashes
    }

    /// Hashes all leaves: fine for one proof, not for a server of proofs.
    /// - Precondition: there is a leaf at `index`.
    public init(of index: UInt64, in leafHashes: some Collection<TreeHash>) {
        let leaves = Array(leafHashes)
        self.init(
            index: index,
            size: UInt64(leaves.count),
            hashes: Subtrees.proving(index, in: UInt64(leaves.count)).map { leaves.root(of: $0) }
        )
    }

    /// - Source: RFC 9162, section 2.1.3.2.
    public func verify(leaf: TreeHash, root: TreeHash) throws(ProofRefused) {
        guard index < size else { throw .outsideTree }
        var place = index
        var last = size - 1
        var hash = leaf
        for sibling in hashes {
            guard last != 0 else { throw .wrongLength }
            if place & 1 == 1 || place == last {
                hash = .node(sibling, hash)
                // At the right edge, levels without a sibling are passed over.
                while place & 1 == 0, place != 0 {
                    place >>= 1
                    last >>= 1
                }
            } else {
                hash = .node(hash, sibling)
            }
            place >>= 1
            last >>= 1
        }
        guard last == 0 else { throw .wrongLength }
        guard hash == root else { throw .otherRoot }
    }
}
