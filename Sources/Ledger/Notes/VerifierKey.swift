import Crypto
import Domain

/// The public half of a key that signs notes.
///
/// - Shape: `<name>+<8 hexadecimal digits of the key id>+<base 64 of 0x01 and the 32 bytes of an Ed25519 key>`.
/// - Errors: ``init(_:)`` returns `nil` for any other text, and where the id is not the key's.
/// - Source: C2SP `signed-note`, "Verifier keys".
public struct VerifierKey: Hashable, Sendable, CustomStringConvertible {
    public let name: String
    /// The first 4 bytes of `SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key)`, big-endian.
    public let id: UInt32
    private let publicKey: [UInt8]

    private static let ed25519: UInt8 = 0x01

    public init?(_ text: String) {
        let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let material = Base64.decode(parts[2]), material.first == Self.ed25519 else {
            return nil
        }
        self.init(name: String(parts[0]), publicKey: Array(material.dropFirst()))
        guard parts[1] == Self.hex(id) else { return nil }
    }

    /// `nil` for a name that is empty or holds a space or `+`, and for a key that is not 32 bytes.
    init?(name: String, publicKey: [UInt8]) {
        guard Self.isName(name), publicKey.count == 32 else { return nil }
        self.name = name
        self.publicKey = publicKey
        let hash = Digest(of: Array(name.utf8) + [0x0A, Self.ed25519] + publicKey)
        id = hash.bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    public var description: String { "\(name)+\(Self.hex(id))+\(Base64.encode([Self.ed25519] + publicKey))" }

    static func isName(_ text: some StringProtocol) -> Bool {
        !text.isEmpty && text.unicodeScalars.allSatisfy { !$0.properties.isWhitespace && $0 != "+" && $0.value >= 0x20 }
    }

    func isSignature(_ signature: ArraySlice<UInt8>, of text: String) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else { return false }
        return key.isValidSignature(Array(signature), for: Array(text.utf8))
    }

    private static func hex(_ id: UInt32) -> String {
        Digest.hex((0..<4).map { UInt8(truncatingIfNeeded: id >> UInt32(24 - 8 * $0)) })
    }
}
