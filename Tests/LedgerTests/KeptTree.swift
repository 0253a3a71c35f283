import Ledger

/// What a store keeps of a tree, and how much of it was read.
final class KeptTree: SubtreeSource {
    private var levels: [[TreeHash]]
    private(set) var hashesRead = 0

    init(_ leafHashes: [TreeHash]) {
        levels = [leafHashes]
        var tree = MerkleTree()
        for leaf in leafHashes {
            for root in tree.append(leaf) {
                if levels.count == root.level { levels.append([]) }
                precondition(root.position == UInt64(levels[root.level].count), "roots are completed in their order")
                levels[root.level].append(root.hash)
            }
        }
    }

    /// Of each level, so many.
    var counts: [Int] { levels.map(\.count) }

    /// The leaves before this one are not needed any more.
    func forgetLeaves(before first: Int) {
        for index in 0..<first { levels[0][index] = .empty }
    }

    func roots(level: Int, _ positions: Range<UInt64>) -> [TreeHash] {
        hashesRead += positions.count
        return Array(levels[level][Int(positions.lowerBound)..<Int(positions.upperBound)])
    }
}
