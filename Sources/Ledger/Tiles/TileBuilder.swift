/// Lays a log out in tiles, entry by entry. Memory grows with the number of levels.
public struct TileBuilder: Sendable {
    private struct Level {
        var hashes: [TreeHash] = []
        var index: UInt64 = 0
    }

    private var levels = [Level()]
    private var bundle: [UInt8] = []

    public init() {}

    /// - Precondition: an entry is no longer than 65,535 bytes, as those that Cordon writes are.
    /// - Returns: the tiles that are full with it.
    public mutating func append(_ entry: [UInt8], _ leafHash: TreeHash) -> [Tile] {
        precondition(entry.count <= UInt16.max, "an entry fits a bundle")
        bundle.append(UInt8(entry.count >> 8))
        bundle.append(UInt8(entry.count & 0xFF))
        bundle += entry
        var full: [Tile] = []
        append(leafHash, at: 0, &full)
        return full
    }

    /// The tiles at the end of the log, which are not full.
    public var partial: [Tile] {
        let hashes = levels.indices.filter { !levels[$0].hashes.isEmpty }.map { tile(at: $0) }
        return hashes + (bundle.isEmpty ? [] : [entriesTile])
    }

    private mutating func append(_ hash: TreeHash, at level: Int, _ full: inout [Tile]) {
        if level == levels.count { levels.append(Level()) }
        levels[level].hashes.append(hash)
        guard levels[level].hashes.count == Tile.width else { return }
        full.append(tile(at: level))
        if level == 0 {
            full.append(entriesTile)
            bundle = []
        }
        let root = MerkleTree(levels[level].hashes).root
        levels[level].hashes = []
        levels[level].index += 1
        append(root, at: level + 1, &full)
    }

    private func tile(at level: Int) -> Tile {
        let hashes = levels[level].hashes
        return Tile(
            kind: .hashes(level: level),
            index: levels[level].index,
            count: hashes.count,
            bytes: hashes.flatMap(\.bytes)
        )
    }

    private var entriesTile: Tile {
        Tile(kind: .entries, index: levels[0].index, count: levels[0].hashes.count, bytes: bundle)
    }
}
