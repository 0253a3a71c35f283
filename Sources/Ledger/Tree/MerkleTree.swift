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

    /// The tree over a range of the leaves, which begins where a subtree as large as it could begin, from the roots that
    /// are kept.
    public init(over leaves: Range<UInt64>, of source: some SubtreeSource) throws {
        size = leaves.upperBound - leaves.lowerBound
        var first = leaves.lowerBound
        for bits in (0..<UInt64.bitWidth).reversed() where size >> UInt64(bits) & 1 == 1 {
            frontier.append(try source.root(of: bits, from: first))
            first += (1 as UInt64) << UInt64(bits)
        }
    }

    /// - Returns: the roots of the subtrees to keep that the leaf completes, the smallest first.
    @discardableResult public mutating func append(_ leafHash: TreeHash) -> [SubtreeRoot] {
        var subtree = leafHash
        var completed: [SubtreeRoot] = []
        // Each full subtree at the right edge that is as large as the new one joins it, as a binary counter carries.
        for bits in 0..<size.trailingOneBitCount {
            subtree = .node(frontier.removeLast(), subtree)
            let (level, rest) = (bits + 1).quotientAndRemainder(dividingBy: SubtreeRoot.bitsPerLevel)
            if rest == 0 {
                completed.append(SubtreeRoot(level: level, position: size >> UInt64(bits + 1), hash: subtree))
            }
        }
        frontier.append(subtree)
        size += 1
        return completed
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
