import Domain

/// A text with signatures under it.
///
/// - Shape: the text, which ends with a line feed; an empty line; one line for each signature.
/// - Errors: ``NoteRefused``.
/// - Source: C2SP `signed-note`.
public struct SignedNote: Hashable, Sendable, CustomStringConvertible {
    /// Ends with a line feed. This is what is signed.
    public let text: String
    public let signatures: [NoteSignature]

    /// A checkpoint has a few hundred bytes; the rest is for cosignatures, of which the specification wants 16.
    public static let bytesMax = 64 * 1_024
    public static let signaturesMax = 64

    init(text: String, signatures: [NoteSignature]) {
        self.text = text
        self.signatures = signatures
    }

    /// Reads a note without judging its signatures.
    public init(_ note: String) throws(NoteRefused) {
        let bytes = Array(note.utf8)
        guard bytes.count <= Self.bytesMax else { throw .tooLarge }
        guard bytes.allSatisfy({ $0 >= 0x20 || $0 == 0x0A }) else { throw .malformed }
        // The text may hold empty lines; the last one parts it from the signatures.
        let newline = UInt8(ascii: "\n")
        let last = bytes.indices.dropFirst().last { bytes[$0] == newline && bytes[$0 - 1] == newline }
        guard let last, last > 0, bytes.last == newline, last < bytes.count - 1 else { throw .malformed }
        text = String(decoding: bytes[..<last], as: UTF8.self)
        let lines = bytes[(last + 1)...].dropLast().split(separator: newline, omittingEmptySubsequences: false)
        guard lines.count <= Self.signaturesMax else { throw .tooLarge }
        var signatures: [NoteSignature] = []
        for line in lines {
            guard let signature = NoteSignature(line: String(decoding: line, as: UTF8.self)) else { throw .malformed }
            signatures.append(signature)
        }
        self.signatures = signatures
    }

    /// The note as it is stored and published.
    public var description: String { "\(text)\n" + signatures.map { "\($0.line)\n" }.joined() }

    /// The given keys that signed the note, each once. Signatures of other keys are passed over, but a wrong signature
    /// of a given key spoils the note.
    public func verified(by keys: [VerifierKey]) throws(NoteRefused) -> [VerifierKey] {
        var signers: [VerifierKey] = []
        for signature in signatures {
            guard let key = keys.first(where: { $0.key.isNamed(by: signature) }) else { continue }
            guard key.key.isSignature(signature.signature[...], of: text) else { throw .badSignature(key.name) }
            if !signers.contains(key) { signers.append(key) }
        }
        guard !signers.isEmpty else { throw .noKnownSigner }
        return signers
    }

    /// What the given witnesses say of the note, in the order of its lines. Lines of others are passed over, but a wrong
    /// cosignature of a given witness spoils the note. None of it is needed: a note may have no cosignature yet.
    public func cosignatures(by witnesses: [WitnessKey]) throws(NoteRefused) -> [Cosignature] {
        var cosignatures: [Cosignature] = []
        for signature in signatures {
            guard let witness = witnesses.first(where: { $0.key.isNamed(by: signature) }) else { continue }
            guard let bytes = CosignatureBytes(signature.signature),
                witness.key.isSignature(
                    bytes.signature,
                    of: CosignatureBytes.message(text, seconds: bytes.seconds)
                )
            else { throw .badSignature(witness.name) }
            let time = Instant(nanosecondsSinceEpoch: 0) + .seconds(bytes.seconds)
            cosignatures.append(Cosignature(witness: witness, time: time))
        }
        return cosignatures
    }

    /// The lines that say that they are of the witness, each with its line feed: what is worth keeping of its answer.
    public func lines(of witness: WitnessKey) -> String {
        signatures.filter(witness.key.isNamed).map { "\($0.line)\n" }.joined()
    }
}
