/// That an older tree is the past of a newer one: nothing in it was changed, only appended to. RFC 6962, section 2.1.2.
public struct ConsistencyProof: Hashable, Sendable {
    public let oldSize: UInt64
    public let newSize: UInt64
    public let hashes: [TreeHash]

    public init(oldSize: UInt64, newSize: UInt64, hashes: [TreeHash]) {
        self.oldSize = oldSize
        self.newSize = newSize
        self.hashes = hashes
    }

    /// From what is kept of the tree: a few hundred hashes, however large it is.
    /// - Precondition: `1 <= oldSize <= newSize`, and the source has as many leaves.
    public init(from oldSize: UInt64, to newSize: UInt64, from source: some SubtreeSource) throws {
        let subtrees = Subtrees.proving(oldSize, isPastOf: newSize)
        self.init(oldSize: oldSize, newSize: newSize, hashes: try subtrees.map(source.root))
    }

    /// - Source: RFC 9162, section 2.1.4.2.
    public func verify(oldRoot: TreeHash, newRoot: TreeHash) throws(ProofRefused) {
        guard oldSize <= newSize else { throw .outsideTree }
        guard oldSize < newSize else {
            guard hashes.isEmpty else { throw .wrongLength }
            guard oldRoot == newRoot else { throw .otherRoot }
            return
        }
        guard oldSize > 0 else { throw .fromNothing }
        // A full old tree is a node of the new one: its root need not be sent.
        let path = oldSize.nonzeroBitCount == 1 ? [oldRoot] + hashes : hashes
        guard hashes.count > 0, let first = path.first else { throw .wrongLength }
        try fold(path.dropFirst(), from: first, oldRoot, newRoot)
    }

    private func fold(
        _ path: ArraySlice<TreeHash>,
        from first: TreeHash,
        _ oldRoot: TreeHash,
        _ newRoot: TreeHash
    ) throws(ProofRefused) {
        let full = (~(oldSize - 1)).trailingZeroBitCount
        var place = (oldSize - 1) >> UInt64(full)
        var last = (newSize - 1) >> UInt64(full)
        var old = first
        var new = first
        for hash in path {
            guard last != 0 else { throw .wrongLength }
            if place & 1 == 1 || place == last {
                old = .node(hash, old)
                new = .node(hash, new)
                while place & 1 == 0, place != 0 {
                    place >>= 1
                    last >>= 1
                }
            } else {
                new = .node(new, hash)
            }
            place >>= 1
            last >>= 1
        }
        guard last == 0 else { throw .wrongLength }
        guard old == oldRoot, new == newRoot else { throw .otherRoot }
    }
}
