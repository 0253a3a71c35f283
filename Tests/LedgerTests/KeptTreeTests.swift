import Ledger
import Testing

/// Proofs and trees from the roots that a store keeps.
@Suite struct KeptTreeTests {
    private static let leaves = (0..<66_100).map { TreeHash(ofLeaf: withUnsafeBytes(of: $0.bigEndian, Array.init)) }
    private static let kept = KeptTree(leaves)
    private static let aroundTwoLevels: [UInt64] = [65_535, 65_536, 65_537, 65_792, 66_099]
    /// By size, as appending makes them.
    private static let roots: [UInt64: TreeHash] = {
        var tree = MerkleTree()
        var roots: [UInt64: TreeHash] = [0: tree.root]
        for leaf in leaves {
            tree.append(leaf)
            if tree.size <= 600 || aroundTwoLevels.contains(tree.size) || tree.size == 33_000 {
                roots[tree.size] = tree.root
            }
        }
        return roots
    }()

    private let stranger = TreeHash(ofLeaf: [])

    private func root(_ size: UInt64) throws -> TreeHash { try #require(Self.roots[size]) }

    @Test func `a root is kept for each 256 leaves, and for each 65,536`() throws {
        #expect(Self.kept.counts == [66_100, 258, 1])
        #expect(Self.kept.roots(level: 1, 1..<2) == [MerkleTree(Self.leaves[256..<512]).root])
        #expect(Self.kept.roots(level: 2, 0..<1) == [try root(65_536)])
    }

    @Test func `the tree of every size is made from what is kept`() throws {
        for size in Array(0...600) + Self.aroundTwoLevels {
            let tree = try MerkleTree(over: 0..<size, of: Self.kept)
            #expect(tree.size == size)
            #expect(try tree.root == root(size))
        }
    }

    @Test func `every inclusion proof that is made is believed, and no other leaf is`() throws {
        for size in 1...UInt64(600) {
            // All of some sizes, and the edges of each.
            let indices = size < 40 || [257, 600].contains(size) ? Array(0..<size) : [0, size / 2, size - 1]
            for index in indices { try expectIncluded(index, in: size) }
        }
        for size in Self.aroundTwoLevels {
            for index in [0, 255, 256, size / 2, size - 257, size - 1] { try expectIncluded(index, in: size) }
        }
    }

    private func expectIncluded(_ index: UInt64, in size: UInt64) throws {
        let proof = try InclusionProof(of: index, size: size, from: Self.kept)
        let root = try root(size)
        try proof.verify(leaf: Self.leaves[Int(index)], root: root)
        // In a tree of one leaf its hash is the root.
        #expect(throws: ProofRefused.otherRoot) { try proof.verify(leaf: stranger, root: root) }
    }

    @Test func `every consistency proof that is made is believed, and no other past is`() throws {
        for new in 1...UInt64(600) {
            let olds = new < 40 || [257, 600].contains(new) ? Array(1...new) : [1, (new + 1) / 2, new]
            for old in olds { try expectConsistent(old, new) }
        }
        for new in Self.aroundTwoLevels {
            for old in [1, 255, 256, 257, 600, 33_000, 65_535, new] where old <= new { try expectConsistent(old, new) }
        }
    }

    private func expectConsistent(_ old: UInt64, _ new: UInt64) throws {
        let proof = try ConsistencyProof(from: old, to: new, from: Self.kept)
        try proof.verify(oldRoot: try root(old), newRoot: try root(new))
        #expect(throws: ProofRefused.otherRoot) {
            try proof.verify(oldRoot: stranger, newRoot: try root(new))
        }
    }

    @Test func `a proof reads a few hundred hashes, and no leaf of a subtree that it does not open`() throws {
        let read = ReadTree(Self.kept)
        _ = try ConsistencyProof(from: 40_001, to: 66_099, from: read)
        #expect(read.hashesRead < 1_000)
        let rest = Self.kept.withoutLeaves(before: 66_048)
        let proof = try ConsistencyProof(from: 65_536, to: 66_099, from: rest)
        try proof.verify(oldRoot: root(65_536), newRoot: root(66_099))
        let inclusion = try InclusionProof(of: 66_090, size: 66_099, from: rest)
        try inclusion.verify(leaf: Self.leaves[66_090], root: root(66_099))
    }

    @Test func `a log is taken up from what was signed on`() throws {
        let log = try StoredLog(size: 66_099, signed: 65_792, in: Self.kept)
        #expect(try log.covered.root == root(65_792))
        #expect(log.uncovered == Array(Self.leaves[65_792..<66_099]))
        #expect(try StoredLog(size: 100, signed: 200, in: Self.kept).covered.size == 100)
    }
}
