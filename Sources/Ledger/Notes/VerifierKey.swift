/// The public half of a key that signs notes.
///
/// - Shape: `<name>+<8 hexadecimal digits of the key id>+<base 64 of 0x01 and the 32 bytes of an Ed25519 key>`.
/// - Errors: ``init(_:)`` returns `nil` for any other text, and where the id is not the key's.
/// - Source: C2SP `signed-note`, "Verifier keys".
public struct VerifierKey: Hashable, Sendable, CustomStringConvertible {
    let key: NoteKey

    public init?(_ text: String) {
        guard let key = NoteKey(text, .plain) else { return nil }
        self.key = key
    }

    init?(name: String, publicKey: [UInt8]) {
        guard let key = NoteKey(name: name, .plain, publicKey: publicKey) else { return nil }
        self.key = key
    }

    public var name: String { key.name }
    public var id: UInt32 { key.id }
    public var description: String { key.text }
}
