import Ledger

/// What a store keeps of a tree.
struct KeptTree: SubtreeSource {
    private var levels: [[TreeHash]]

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

    /// The leaves before this one are not kept any more.
    func withoutLeaves(before first: Int) -> Self {
        var tree = self
        for index in 0..<first { tree.levels[0][index] = .empty }
        return tree
    }

    func roots(level: Int, _ positions: Range<UInt64>) -> [TreeHash] {
        Array(levels[level][Int(positions.lowerBound)..<Int(positions.upperBound)])
    }
}

/// Counts what is read of a tree.
final class ReadTree: SubtreeSource {
    private let tree: KeptTree
    private(set) var hashesRead = 0

    init(_ tree: KeptTree) { self.tree = tree }

    func roots(level: Int, _ positions: Range<UInt64>) -> [TreeHash] {
        hashesRead += positions.count
        return tree.roots(level: level, positions)
    }
}
