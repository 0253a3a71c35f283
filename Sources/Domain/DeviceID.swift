/// The name of one member of the fleet.
///
/// - Shape: 1...128 bytes of `[A-Za-z0-9:_.-]`: AWS IoT's rule for thing names, and the dot. It holds nothing that
///   could steer an MQTT topic, a URL path, a file name or a terminal, so a device's name can stand in any of them.
/// - Errors: ``init(_:)`` returns `nil` for any other text.
public struct DeviceID: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let description: String

    public init?(_ text: String) {
        guard (1...128).contains(text.utf8.count), text.utf8.allSatisfy(Self.isAllowed) else { return nil }
        description = text
    }

    public static let rule = "1 to 128 of A-Z a-z 0-9 : _ . -"

    public static func < (lhs: Self, rhs: Self) -> Bool { lhs.description < rhs.description }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: ":"), UInt8(ascii: "_"), UInt8(ascii: "."),
            UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
