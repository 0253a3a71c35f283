import Ledger
import Testing

/// Proofs and trees from the roots that a store keeps.
@Suite struct KeptTreeTests {
    private static let leaves = (0..<70_000).map { TreeHash(ofLeaf: withUnsafeBytes(of: $0.bigEndian, Array.init)) }
    /// The root at every size.
    private static let roots: [TreeHash] = {
        var tree = MerkleTree()
        return [tree.root]
            + leaves.map { leaf in
                tree.append(leaf)
                return tree.root
            }
    }()
    private static let aroundTwoLevels: [UInt64] = [65_535, 65_536, 65_537, 65_792, 66_000, 69_999]

    private let kept = KeptTree(leaves)
    private let stranger = TreeHash(ofLeaf: [])

    @Test func `a root is kept for each 256 leaves, and for each 65,536`() {
        #expect(kept.counts == [70_000, 273, 1])
        #expect(kept.roots(level: 1, 2..<3) == [MerkleTree(Self.leaves[512..<768]).root])
        #expect(kept.roots(level: 2, 0..<1) == [Self.roots[65_536]])
    }

    @Test func `the tree of every size is made from what is kept`() throws {
        for size in Array(0...600) + Self.aroundTwoLevels {
            let tree = try MerkleTree(over: 0..<size, of: kept)
            #expect(tree.size == size)
            #expect(tree.root == Self.roots[Int(size)])
        }
    }

    @Test func `every inclusion proof that is made is believed, and no other leaf is`() throws {
        for size in 1...UInt64(600) {
            // All of some sizes, and the edges of each.
            let indices = size < 40 || [256, 257, 512, 600].contains(size) ? Array(0..<size) : [0, size / 2, size - 1]
            for index in indices { try expectIncluded(index, in: size) }
        }
        for size in Self.aroundTwoLevels {
            for index in [0, 255, 256, size / 2, size - 257, size - 1] { try expectIncluded(index, in: size) }
        }
    }

    private func expectIncluded(_ index: UInt64, in size: UInt64) throws {
        let proof = try InclusionProof(of: index, size: size, from: kept)
        let root = Self.roots[Int(size)]
        try proof.verify(leaf: Self.leaves[Int(index)], root: root)
        // In a tree of one leaf its hash is the root.
        #expect(throws: ProofRefused.otherRoot) { try proof.verify(leaf: stranger, root: root) }
    }

    @Test func `every consistency proof that is made is believed, and no other past is`() throws {
        for new in 1...UInt64(600) {
            let olds = new < 40 || [256, 257, 512, 600].contains(new) ? Array(1...new) : [1, (new + 1) / 2, new]
            for old in olds { try expectConsistent(old, new) }
        }
        for new in Self.aroundTwoLevels {
            for old in [1, 255, 256, 257, 600, new / 2, 65_535, new] where old <= new { try expectConsistent(old, new) }
        }
    }

    private func expectConsistent(_ old: UInt64, _ new: UInt64) throws {
        let proof = try ConsistencyProof(from: old, to: new, from: kept)
        try proof.verify(oldRoot: Self.roots[Int(old)], newRoot: Self.roots[Int(new)])
        #expect(throws: ProofRefused.otherRoot) {
            try proof.verify(oldRoot: stranger, newRoot: Self.roots[Int(new)])
        }
    }

    @Test func `a proof reads a few hundred hashes, and no leaf of a subtree that it does not open`() throws {
        let before = kept.hashesRead
        _ = try ConsistencyProof(from: 40_001, to: 69_999, from: kept)
        #expect(kept.hashesRead - before < 1_000)
        kept.forgetLeaves(before: 69_888)
        try expectConsistent(65_536, 69_999)
        try expectIncluded(69_990, in: 69_999)
    }

    @Test func `a log is taken up from what was signed on`() throws {
        let log = try StoredLog(size: 69_999, signed: 69_900, in: kept)
        #expect(log.covered.root == Self.roots[69_900])
        #expect(log.uncovered == Array(Self.leaves[69_900..<69_999]))
        #expect(try StoredLog(size: 100, signed: 200, in: kept).covered.size == 100)
    }
}
