import Crypto

/// The private half of a key that signs notes. It cannot be printed.
public struct SigningKey: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public let verifier: VerifierKey
    private let key: Curve25519.Signing.PrivateKey

    /// - Parameters:
    ///   - origin: the log that it signs for, which gives the key its name.
    ///   - privateKey: the 32 bytes of an Ed25519 private key (RFC 8032). `nil` for any other number of bytes.
    public init?(for origin: Origin, privateKey: [UInt8]) {
        guard
            privateKey.count == 32,
            let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: privateKey),
            let verifier = VerifierKey(name: origin.description, publicKey: Array(key.publicKey.rawRepresentation))
        else { return nil }
        self.key = key
        self.verifier = verifier
    }

    public var description: String { "<key of \(verifier.name)>" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: [:]) }

    /// - Returns: `nil` where the library could not sign.
    func sign(_ text: String) -> NoteSignature? {
        guard let signature = try? key.signature(for: Array(text.utf8)) else { return nil }
        return NoteSignature(name: verifier.name, keyID: verifier.id, signature: Array(signature))
    }
}
