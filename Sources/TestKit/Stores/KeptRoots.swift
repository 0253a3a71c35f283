import Ledger

/// The tree's hashes in memory, as the entries brought them.
struct KeptRoots: SubtreeSource {
    private var levels: [[TreeHash]]

    init(_ entries: [StoredEntry]) {
        levels = [entries.map(\.leafHash)]
        for root in entries.flatMap(\.completes) {
            if levels.count == root.level { levels.append([]) }
            precondition(root.position == UInt64(levels[root.level].count), "roots are completed in their order")
            levels[root.level].append(root.hash)
        }
    }

    func roots(level: Int, _ positions: Range<UInt64>) -> [TreeHash] {
        Array(levels[level][Int(positions.lowerBound)..<Int(positions.upperBound)])
    }
}
