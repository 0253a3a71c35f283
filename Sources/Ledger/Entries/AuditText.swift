import Domain

/// The rule for every free text in an entry: 1...512 bytes of UTF-8 without control characters.
///
/// What a monitor, a device or a receiver says ends up in entries, so no entry may steer a terminal or break a line of
/// an export, and none may grow without bound. What is written here holds no mark that hides or turns text either; an
/// entry of another writer may.
package enum AuditText {
    package static let bytesMax = 512

    /// The text with each character that is not seen replaced by U+FFFD, cut at the bound with an ellipsis; `nil` for
    /// nothing.
    package static func cleaned(_ text: String) -> String? {
        if text.isEmpty { return nil }
        if text.utf8.count <= bytesMax, text.isPrintableASCII { return text }
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
        /// Where the text is cut if there is more than fits.
        var cut = scalars.endIndex
        for scalar in text.unicodeScalars {
            let kept = scalar.isUnseen ? "\u{FFFD}" : scalar
            count += UTF8.width(kept)
            guard count <= bytesMax else { return String(scalars[..<cut]) + String(ellipsis) }
            scalars.append(kept)
            if count <= bytesMax - UTF8.width(ellipsis) { cut = scalars.endIndex }
        }
        return String(scalars)
    }
}
