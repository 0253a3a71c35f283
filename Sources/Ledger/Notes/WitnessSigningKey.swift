import Crypto
public import Domain

/// The private half of a witness's key. It cannot be printed.
public struct WitnessSigningKey: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public let witness: WitnessKey
    private let key: Curve25519.Signing.PrivateKey

    private static let header = "PRIVATE+KEY+"

    /// `nil` for a name with a space or a `+`, and for another number of bytes.
    /// - Parameters:
    ///   - name: of the witness; best a URL without its scheme, such as `witness.example.com/plant-7`.
    ///   - privateKey: the 32 bytes of an Ed25519 private key (RFC 8032).
    public init?(name: String, privateKey: [UInt8]) {
        guard
            privateKey.count == 32,
            let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: privateKey),
            let witness = WitnessKey(name: name, publicKey: Array(key.publicKey.rawRepresentation))
        else { return nil }
        self.key = key
        self.witness = witness
    }

    /// - Shape: `PRIVATE+KEY+<name>+<8 hexadecimal digits of the key id>+<base 64 of 0x04 and the 32 private bytes>`: what
    ///   the tools of other witnesses keep, too.
    public init?(_ text: String) {
        guard text.hasPrefix(Self.header) else { return nil }
        let parts = text.dropFirst(Self.header.count).split(separator: "+", maxSplits: 2)
        guard parts.count == 3, let material = Base64.decode(parts[2]),
            material.first == NoteKey.Algorithm.cosignature.rawValue
        else { return nil }
        self.init(name: String(parts[0]), privateKey: Array(material.dropFirst()))
        guard parts[1] == witness.key.idText else { return nil }
    }

    /// What is kept in a file that only its owner may read.
    public var secretText: String {
        let material = [NoteKey.Algorithm.cosignature.rawValue] + Array(key.rawRepresentation)
        return "\(Self.header)\(witness.name)+\(witness.key.idText)+\(Base64.encode(material))"
    }

    public var description: String { "<key of \(witness.name)>" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: [:]) }

    /// - Returns: the signature line for the note; `nil` where the library could not sign.
    public func cosign(_ note: SignedNote, at time: Instant) -> NoteSignature? {
        let seconds = time.millisecondsSinceEpoch / 1_000
        let message = CosignatureBytes.message(note.text, seconds: seconds)
        guard let signature = try? key.signature(for: Array(message.utf8)) else { return nil }
        return NoteSignature(
            name: witness.name,
            keyID: witness.key.id,
            signature: CosignatureBytes.encode(seconds: seconds, signature: Array(signature))
        )
    }
}
