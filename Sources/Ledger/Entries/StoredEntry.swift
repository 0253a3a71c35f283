/// An entry as a store keeps it: the exact bytes, which are never encoded anew, and their leaf hash.
public struct StoredEntry: Hashable, Sendable {
    public let entry: Entry
    public let bytes: [UInt8]
    public let leafHash: TreeHash

    public var sequence: UInt64 { entry.sequence }

    init(_ entry: Entry) {
        self.entry = entry
        bytes = entry.encoded
        leafHash = TreeHash(ofLeaf: bytes)
    }
}
