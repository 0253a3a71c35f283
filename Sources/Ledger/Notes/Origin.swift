/// The name of one log: the first line of its checkpoints, and the name of the key that signs them.
///
/// - Shape: 1...128 printable ASCII characters without space and `+`; best a URL without its scheme, such as
///   `example.com/plant-7`.
/// - Errors: ``init(_:)`` returns `nil` for any other text.
/// - Source: C2SP `signed-note` (key names) and `tlog-checkpoint` (origin).
public struct Origin: Hashable, Sendable, CustomStringConvertible {
    public let description: String

    public init?(_ text: String) {
        guard (1...128).contains(text.utf8.count), text.utf8.allSatisfy(Self.isAllowed) else { return nil }
        description = text
    }

    public static let rule = "1 to 128 printable ASCII characters without space and +"

    private static func isAllowed(_ byte: UInt8) -> Bool { (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "+") }
}
