/// How a value is written inside an MQTT topic.
enum TopicText {
    /// MQTT 5.0, section 1.5.4: a string's length takes two bytes.
    static let bytesMax = 65_535

    /// Percent-encodes `+ # / %`, control characters and non-characters, so that a value neither subscribes to more
    /// than its level nor leaves it. At the start of a topic `$` too: `$SYS` and `$share` are the broker's own.
    static func encoded(_ text: String, isFirst: Bool) -> String {
        var result = ""
        for (position, scalar) in text.unicodeScalars.enumerated() {
            if mustEncode(scalar) || (isFirst && position == 0 && scalar == "$") {
                for byte in String(scalar).utf8 { result += percent(byte) }
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static func mustEncode(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "+", "#", "/", "%": true
        default:
            scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar.properties.isNoncharacterCodePoint
        }
    }

    private static func percent(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return digits.count == 1 ? "%0\(digits)" : "%\(digits)"
    }
}
