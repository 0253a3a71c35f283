/// The tree of RFC 6962, section 2.1, as far as appending needs it: the roots of its full subtrees.
///
/// Memory grows with the logarithm of the size: 20 hashes for a million leaves.
public struct MerkleTree: Hashable, Sendable {
    /// The number of leaves.
    public private(set) var size: UInt64 = 0
    /// The roots of the full subtrees that the leaves make up, the largest and leftmost first: one for each bit that is
    /// set in ``size``.
    public private(set) var frontier: [TreeHash] = []

    public init() {}

    public init(_ leafHashes: some Sequence<TreeHash>) {
        append(contentsOf: leafHashes)
    }

    public mutating func append(_ leafHash: TreeHash) {
        var subtree = leafHash
        // Each full subtree at the right edge that is as large as the new one joins it, as a binary counter carries.
        for _ in 0..<size.trailingOneBitCount { subtree = .node(frontier.removeLast(), subtree) }
        frontier.append(subtree)
        size += 1
    }

    public mutating func append(contentsOf leafHashes: some Sequence<TreeHash>) {
        for leafHash in leafHashes { append(leafHash) }
    }

    public var root: TreeHash {
        guard var root = frontier.last else { return .empty }
        for subtree in frontier.dropLast().reversed() { root = .node(subtree, root) }
        return root
    }
}

extension UInt64 {
    fileprivate var trailingOneBitCount: Int { (~self).trailingZeroBitCount }
}
