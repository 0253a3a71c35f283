/// The public half of a key with which a witness cosigns checkpoints.
///
/// - Shape: `<name>+<8 hexadecimal digits of the key id>+<base 64 of 0x04 and the 32 bytes of an Ed25519 key>`.
/// - Errors: ``init(_:)`` returns `nil` for any other text, a log's key among them, and where the id is not the key's.
/// - Source: C2SP `tlog-cosignature` and `signed-note`.
public struct WitnessKey: Hashable, Sendable, CustomStringConvertible {
    let key: NoteKey

    public init?(_ text: String) {
        guard let key = NoteKey(text, .cosignature) else { return nil }
        self.key = key
    }

    init?(name: String, publicKey: [UInt8]) {
        guard let key = NoteKey(name: name, .cosignature, publicKey: publicKey) else { return nil }
        self.key = key
    }

    public var name: String { key.name }
    public var description: String { key.text }
}
