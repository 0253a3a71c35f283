/// The rule for every free text in an entry: 1...512 bytes of UTF-8 without control characters.
///
/// What a monitor, a device or a receiver says ends up in entries, so no entry may steer a terminal or break a line of
/// an export, and none may grow without bound.
enum AuditText {
    static let bytesMax = 512

    /// The text with each control character replaced by U+FFFD, cut at the bound with an ellipsis; `nil` for nothing.
    static func cleaned(_ text: String) -> String? {
        if text.isEmpty { return nil }
        if text.utf8.count <= bytesMax, isClean(text.utf8) { return text }
        return rebuilt(text)
    }

    /// Whether there is no byte below 0x20, no 0x7F, and no U+0080...U+009F (0xC2 0x80...0x9F).
    static func isClean(_ bytes: some Sequence<UInt8>) -> Bool {
        var previous: UInt8 = 0
        for byte in bytes {
            if byte < 0x20 || byte == 0x7F { return false }
            if previous == 0xC2, byte < 0xA0 { return false }
            previous = byte
        }
        return true
    }

    private static func rebuilt(_ text: String) -> String {
        let ellipsis: Unicode.Scalar = "…"
        var scalars = String.UnicodeScalarView()
        var count = 0
        for scalar in text.unicodeScalars {
            let kept = scalar.properties.generalCategory == .control ? "\u{FFFD}" : scalar
            let width = UTF8.width(kept)
            if count + width > bytesMax - UTF8.width(ellipsis) {
                scalars.append(ellipsis)
                break
            }
            scalars.append(kept)
            count += width
        }
        return String(scalars)
    }
}
