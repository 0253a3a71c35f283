/// What a log says of itself: so many entries, and the root hash over all of them.
///
/// - Shape: origin, decimal size, base 64 of the root, each on a line; further lines are kept and mean nothing here.
/// - Errors: ``init(_:)`` returns `nil` for any other text.
/// - Source: C2SP `tlog-checkpoint`.
public struct Checkpoint: Hashable, Sendable {
    public let origin: Origin
    public let size: UInt64
    public let root: TreeHash
    /// Lines after the third, without their line feeds. We write none.
    public let extensions: [String]

    public init(origin: Origin, size: UInt64, root: TreeHash) {
        self.origin = origin
        self.size = size
        self.root = root
        extensions = []
    }

    public init(of tree: MerkleTree, origin: Origin) {
        self.init(origin: origin, size: tree.size, root: tree.root)
    }

    public init?(_ text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        // The line feed at the end leaves an empty last part, and no other part is empty.
        guard lines.count >= 4, lines.last == "", !lines.dropLast().contains("") else { return nil }
        guard
            let origin = Origin(String(lines[0])),
            let size = UInt64(lines[1]), String(size) == lines[1],
            let root = Base64.decode(lines[2]).flatMap({ TreeHash(bytes: $0) })
        else { return nil }
        self.origin = origin
        self.size = size
        self.root = root
        extensions = lines[3...].dropLast().map(String.init)
    }

    /// The text that is signed.
    public var text: String {
        let lines = [origin.description, "\(size)", Base64.encode(root.bytes)] + extensions
        return lines.map { "\($0)\n" }.joined()
    }
}
