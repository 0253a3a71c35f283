import Crypto
import Domain

/// A public Ed25519 key under a name, for one way of signing notes.
///
/// - Source: C2SP `signed-note`, "Verifier keys".
struct NoteKey: Hashable, Sendable {
    /// The byte that tells the ways apart: one key's id differs with it.
    enum Algorithm: UInt8, Sendable {
        /// The text is signed as it is.
        case plain = 0x01
        /// C2SP `tlog-cosignature`: the text is signed with a time.
        case cosignature = 0x04
    }

    let name: String
    /// The first 4 bytes of `SHA-256(name ‖ 0x0A ‖ algorithm ‖ public key)`, big-endian.
    let id: UInt32
    let algorithm: Algorithm
    private let publicKey: [UInt8]

    /// `nil` for a name that is empty or holds a space or `+`, and for a key that is not 32 bytes.
    init?(name: String, _ algorithm: Algorithm, publicKey: [UInt8]) {
        guard Self.isName(name), publicKey.count == 32 else { return nil }
        self.name = name
        self.algorithm = algorithm
        self.publicKey = publicKey
        let hash = Digest(of: Array(name.utf8) + [0x0A, algorithm.rawValue] + publicKey)
        id = hash.bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// `nil` for what ``text`` would not have written.
    init?(_ text: String, _ algorithm: Algorithm) {
        let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let material = Base64.decode(parts[2]), material.first == algorithm.rawValue else {
            return nil
        }
        self.init(name: String(parts[0]), algorithm, publicKey: Array(material.dropFirst()))
        guard parts[1] == idText else { return nil }
    }

    var text: String { "\(name)+\(idText)+\(Base64.encode([algorithm.rawValue] + publicKey))" }

    /// 8 hexadecimal digits.
    var idText: String { Digest.hex((0..<4).map { UInt8(truncatingIfNeeded: id >> UInt32(24 - 8 * $0)) }) }

    static func isName(_ text: some StringProtocol) -> Bool {
        !text.isEmpty && text.unicodeScalars.allSatisfy { !$0.properties.isWhitespace && $0 != "+" && $0.value >= 0x20 }
    }

    func isSignature(_ signature: ArraySlice<UInt8>, of message: String) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else { return false }
        return key.isValidSignature(Array(signature), for: Array(message.utf8))
    }

    /// Whether the signature says that it is this key's.
    func isNamed(by signature: NoteSignature) -> Bool { name == signature.name && id == signature.keyID }
}
