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

    /// From what is kept of the tree: a few hundred hashes, however large it is.
    /// - Precondition: `index < size`, and the source has as many leaves.
    public init(of index: UInt64, size: UInt64, from source: some SubtreeSource) throws {
        self.init(index: index, size: size, hashes: try Subtrees.proving(index, in: size).map(source.root))
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
