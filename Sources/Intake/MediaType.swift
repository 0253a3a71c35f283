/// What a `Content-Type` says, as far as an intake needs it. Media types compare without regard to case.
public struct MediaType: Hashable, Sendable {
    /// Type and subtype in lower case: `application/cloudevents+json`.
    public let essence: String
    /// In lower case, without quotes; `nil` where none is named.
    public let charset: String?
    /// As it was written.
    let text: String

    // Bytes, not characters: this is asked of every event.
    public init(_ text: String) {
        self.text = text
        let parts = text.utf8.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
        essence = Self.word(parts[0])
        charset = parts.dropFirst().lazy.compactMap(Self.charset).first
    }

    /// RFC 6839: a suffix says that any JSON parser reads it.
    var isJSON: Bool { essence == "application/json" || essence == "text/json" || essence.hasSuffix("+json") }

    var isUTF8: Bool { charset == nil || charset == "utf-8" || charset == "us-ascii" }

    private static func charset(_ parameter: Substring.UTF8View) -> String? {
        let sides = parameter.split(separator: UInt8(ascii: "="), maxSplits: 1)
        guard sides.count == 2, word(sides[0]) == "charset" else { return nil }
        return word(sides[1]).filter { $0 != "\"" }
    }

    /// In lower case, without the blanks around it.
    private static func word(_ bytes: Substring.UTF8View) -> String {
        var bytes = bytes
        while let first = bytes.first, isBlank(first) { bytes.removeFirst() }
        while let last = bytes.last, isBlank(last) { bytes.removeLast() }
        return Substring(bytes).lowercased()
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
}
