/// As much of a stored log as its writer needs to go on: not one hash for each entry that there ever was.
public struct StoredLog: Hashable, Sendable {
    /// The tree when it was signed last, or all of it where there is less.
    public let covered: MerkleTree
    /// The leaf hashes of the entries since, in order.
    public let uncovered: [TreeHash]

    /// Before the first entry.
    public init() {
        covered = MerkleTree()
        uncovered = []
    }

    /// - Parameters:
    ///   - size: how many entries there are.
    ///   - signed: how many the last checkpoint covers, as the signer's state says.
    ///   - source: what is kept of their tree.
    /// - Throws: what the source throws.
    public init(size: UInt64, signed: UInt64, in source: some SubtreeSource) throws {
        let known = min(size, signed)
        covered = try MerkleTree(over: 0..<known, of: source)
        uncovered = known < size ? try source.roots(level: 0, known..<size) : []
    }
}
