/// `strings.quote`: text as a literal.
///
/// - Source: cel-go, `ext.Strings`.
enum QuoteLibrary {
    @Sendable static func quoted(_ text: String) -> String {
        var result = [UInt8(ascii: "\"")]
        result.reserveCapacity(text.utf8.count + 2)
        for byte in text.utf8 {
            if let letter = escape(byte) {
                result.append(UInt8(ascii: "\\"))
                result.append(UInt8(ascii: letter))
            } else {
                result.append(byte)
            }
        }
        result.append(UInt8(ascii: "\""))
        return String(decoding: result, as: UTF8.self)
    }

    /// What stands behind the backslash; nil for a byte that stands for itself.
    private static func escape(_ byte: UInt8) -> Unicode.Scalar? {
        switch byte {
        case 0x07: "a"
        case 0x08: "b"
        case 0x09: "t"
        case 0x0A: "n"
        case 0x0B: "v"
        case 0x0C: "f"
        case 0x0D: "r"
        case UInt8(ascii: "\\"): "\\"
        case UInt8(ascii: "\""): "\""
        default: nil
        }
    }
}
