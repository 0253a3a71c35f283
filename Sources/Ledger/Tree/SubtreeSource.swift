/// Where the roots of complete subtrees are kept: what proofs and trees are made from.
public protocol SubtreeSource {
    /// - Parameters:
    ///   - level: 0 for leaf hashes; else as ``SubtreeRoot`` counts them.
    ///   - positions: at least one, all of them complete.
    /// - Returns: exactly as many as were asked for, in order.
    /// - Throws: where one is missing or damaged.
    func roots(level: Int, _ positions: Range<UInt64>) throws -> [TreeHash]
}

extension SubtreeSource {
    /// The root over the leaves of a range that a proof is made of: it reads no more than 255 hashes of each level.
    func root(over leaves: Range<UInt64>) throws -> TreeHash { try MerkleTree(over: leaves, of: self).root }

    /// The root over 2^`bits` leaves that begin where such a subtree does.
    func root(of bits: Int, from first: UInt64) throws -> TreeHash {
        let level = bits / SubtreeRoot.bitsPerLevel
        let size = UInt64(level * SubtreeRoot.bitsPerLevel)
        let start = first >> size
        let count = (1 as UInt64) << (UInt64(bits) - size)
        return MerkleTree(try roots(level: level, start..<start + count)).root
    }
}
