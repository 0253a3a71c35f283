/// What a `Content-Type` says, as far as an intake needs it. Media types compare without regard to case.
public struct MediaType: Hashable, Sendable {
    /// Type and subtype in lower case: `application/cloudevents+json`.
    public let essence: String
    /// In lower case, without quotes; `nil` where none is named.
    public let charset: String?
    /// As it was written.
    let text: String

    public init(_ text: String) {
        let parts = text.split(separator: ";", omittingEmptySubsequences: false).map(Self.trimmed)
        self.text = text
        essence = parts[0].lowercased()
        charset = parts.dropFirst().compactMap(Self.charset).first
    }

    /// RFC 6839: a suffix says that any JSON parser reads it.
    var isJSON: Bool { essence == "application/json" || essence == "text/json" || essence.hasSuffix("+json") }

    var isUTF8: Bool { charset == nil || charset == "utf-8" || charset == "us-ascii" }

    private static func charset(_ parameter: String) -> String? {
        let sides = parameter.split(separator: "=", maxSplits: 1).map(trimmed)
        guard sides.count == 2, sides[0].lowercased() == "charset" else { return nil }
        return sides[1].filter { $0 != "\"" }.lowercased()
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        let blanks: Set<Character> = [" ", "\t"]
        let start = text.drop { blanks.contains($0) }
        return String(start.reversed().drop { blanks.contains($0) }.reversed())
    }
}
