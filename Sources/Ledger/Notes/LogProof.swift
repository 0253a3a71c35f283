/// A proof that an entry is in a log, as a file that needs nothing else: C2SP `tlog-proof`, with the entry's bytes as what
/// it calls extra data.
public struct LogProof: Hashable, Sendable {
    private static let header = "c2sp.org/tlog-proof@v1"

    public let entry: [UInt8]
    public let proof: InclusionProof
    /// The checkpoint that covers it, as a signed note.
    public let note: String

    public init(entry: [UInt8], proof: InclusionProof, note: String) {
        self.entry = entry
        self.proof = proof
        self.note = note
    }

    public var text: String {
        let lines =
            [Self.header, "extra \(Base64.encode(entry))", "index \(proof.index)"]
            + proof.hashes.map { Base64.encode($0.bytes) }
        return lines.joined(separator: "\n") + "\n\n" + note
    }

    /// - Returns: nil where the text is no such proof.
    public init?(_ text: String) {
        guard let end = text.firstRange(of: "\n\n") else { return nil }
        let note = String(text[end.upperBound...])
        let lines = text[..<end.lowerBound].split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard lines.count >= 3, lines[0] == Self.header, lines[1].hasPrefix("extra "), lines[2].hasPrefix("index "),
            let entry = Base64.decode(String(lines[1].dropFirst("extra ".count))),
            let index = UInt64(lines[2].dropFirst("index ".count)),
            let checkpoint = (try? SignedNote(note)).flatMap({ Checkpoint($0.text) })
        else { return nil }
        let hashes = lines.dropFirst(3).compactMap { Base64.decode($0).flatMap { TreeHash(bytes: $0) } }
        guard hashes.count == lines.count - 3 else { return nil }
        self.init(
            entry: entry,
            proof: InclusionProof(index: index, size: checkpoint.size, hashes: hashes),
            note: note
        )
    }

    /// - Returns: the entry, which the holder of the key has signed to be in the log.
    public func verified(by key: VerifierKey) throws -> Entry {
        let signed = try SignedNote(note)
        _ = try signed.verified(by: [key])
        guard let checkpoint = Checkpoint(signed.text), checkpoint.origin.description == key.name else {
            throw NoteRefused.malformed
        }
        try proof.verify(leaf: TreeHash(ofLeaf: entry), root: checkpoint.root)
        return try Entry(decoding: entry)
    }
}
