import Foundation
import Ledger
import Testing

@Suite struct MerkleTreeTests {
    /// RFC 6962, section 2.1, word for word.
    private func root(_ leaves: ArraySlice<TreeHash>) -> TreeHash {
        guard let first = leaves.first else { return .empty }
        guard leaves.count > 1 else { return first }
        var split = 1
        while split * 2 < leaves.count { split *= 2 }
        let middle = leaves.startIndex + split
        return .node(root(leaves[..<middle]), root(leaves[middle...]))
    }

    private let leaves = (0..<70).map { TreeHash(ofLeaf: [UInt8($0)]) }

    @Test func `the empty tree and a leaf hash as RFC 6962 says`() {
        #expect(MerkleTree().root.description == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(
            TreeHash(ofLeaf: []).description == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
        )
    }

    @Test func `a frontier has the root of the whole tree at every size`() {
        var tree = MerkleTree()
        for size in 0...leaves.count {
            #expect(tree.root == root(leaves[..<size]))
            #expect(tree.size == UInt64(size))
            #expect(tree.frontier.count == size.nonzeroBitCount)
            if size < leaves.count { tree.append(leaves[size]) }
        }
    }

    @Test(.enabled(if: Files.hasSuite("merkle-proofs"), "the suite 'merkle-proofs' is not here"))
    func `inclusion proofs of others are judged as they are there`() throws {
        let vectors = try Files.vectors("merkle-proofs/inclusion")
        #expect(vectors.count == 58)
        for url in vectors {
            let vector = try JSONDecoder().decode(InclusionVector.self, from: Data(contentsOf: url))
            #expect(vector.isBelieved != vector.wantErr, "\(url.path()): \(vector.desc)")
        }
    }

    @Test(.enabled(if: Files.hasSuite("merkle-proofs"), "the suite 'merkle-proofs' is not here"))
    func `consistency proofs of others are judged as they are there`() throws {
        let vectors = try Files.vectors("merkle-proofs/consistency")
        #expect(vectors.count == 60)
        for url in vectors {
            let vector = try JSONDecoder().decode(ConsistencyVector.self, from: Data(contentsOf: url))
            #expect(vector.isBelieved != vector.wantErr, "\(url.path()): \(vector.desc)")
        }
    }
}

private struct InclusionVector: Decodable {
    let leafIdx: UInt64
    let treeSize: UInt64
    let root: Data
    let leafHash: Data
    let proof: [Data]?
    let desc: String
    let wantErr: Bool

    var isBelieved: Bool {
        let hashes = (proof ?? []).map(TreeHash.init(standingFor:))
        guard let leaf = TreeHash(bytes: leafHash), let root = TreeHash(bytes: root) else { return false }
        let proof = InclusionProof(index: leafIdx, size: treeSize, hashes: hashes)
        return (try? proof.verify(leaf: leaf, root: root)) != nil
    }
}

private struct ConsistencyVector: Decodable {
    let size1: UInt64
    let size2: UInt64
    let root1: Data
    let root2: Data
    let proof: [Data]?
    let desc: String
    let wantErr: Bool

    var isBelieved: Bool {
        let hashes = (proof ?? []).map(TreeHash.init(standingFor:))
        let proof = ConsistencyProof(oldSize: size1, newSize: size2, hashes: hashes)
        return (try? proof.verify(oldRoot: TreeHash(standingFor: root1), newRoot: TreeHash(standingFor: root2))) != nil
    }
}

extension TreeHash {
    /// Some vectors hold a text, such as "don't care", where any hash will do.
    fileprivate init(standingFor data: Data) { self = TreeHash(bytes: data) ?? TreeHash(ofLeaf: Array(data)) }
}
