/// The root of a complete subtree that a store keeps beside the leaf hashes, so that a proof need not read all of them.
///
/// - Units: a subtree of level 1 has 256 leaves, of level 2 has 65,536, and so on; level 0 is the leaves themselves. The
///   one at position 3 of level 1 begins with leaf 768.
public struct SubtreeRoot: Hashable, Sendable {
    public let level: Int
    public let position: UInt64
    public let hash: TreeHash

    public init(level: Int, position: UInt64, hash: TreeHash) {
        self.level = level
        self.position = position
        self.hash = hash
    }

    /// A level's subtrees have 2^8 times as many leaves as those of the level below: C2SP `tlog-tiles` cuts them the same.
    static let bitsPerLevel = 8
}
