/// What a log sends to a witness: a checkpoint, and the proof that it continues what the witness cosigned last.
///
/// - Shape: `old <size>`; a line of base 64 for each hash of the proof; an empty line; the signed note.
/// - Errors: ``init(_:)`` returns `nil` for any other text, for more than 63 hashes, and for a note that is no checkpoint.
/// - Source: C2SP `tlog-witness`, "add-checkpoint".
public struct CosigningRequest: Hashable, Sendable {
    /// The note of ``checkpoint``, not yet judged.
    public let note: SignedNote
    public let checkpoint: Checkpoint
    /// From the size that the witness cosigned last; without hashes where that was nothing.
    public let proof: ConsistencyProof

    /// A tree of 2^63 leaves needs no more.
    static let hashesMax = 63
    private static let opening = "old "

    /// `nil` for a note that is no checkpoint.
    public init?(_ note: SignedNote, oldSize: UInt64, hashes: [TreeHash]) {
        guard let checkpoint = Checkpoint(note.text) else { return nil }
        self.note = note
        self.checkpoint = checkpoint
        proof = ConsistencyProof(oldSize: oldSize, newSize: checkpoint.size, hashes: hashes)
    }

    public init?(_ text: String) {
        guard let end = text.firstRange(of: "\n\n") else { return nil }
        let lines = text[..<end.lowerBound].split(separator: "\n", omittingEmptySubsequences: false)
        guard let first = lines.first, first.hasPrefix(Self.opening), lines.count - 1 <= Self.hashesMax else {
            return nil
        }
        let digits = first.dropFirst(Self.opening.count)
        guard let oldSize = UInt64(digits), String(oldSize) == digits else { return nil }
        var hashes: [TreeHash] = []
        for line in lines.dropFirst() {
            guard let hash = Base64.decode(line).flatMap({ TreeHash(bytes: $0) }) else { return nil }
            hashes.append(hash)
        }
        guard let note = try? SignedNote(String(text[end.upperBound...])) else { return nil }
        self.init(note, oldSize: oldSize, hashes: hashes)
    }

    public var text: String {
        let lines = ["\(Self.opening)\(proof.oldSize)"] + proof.hashes.map { Base64.encode($0.bytes) }
        return lines.map { "\($0)\n" }.joined() + "\n\(note)"
    }
}
