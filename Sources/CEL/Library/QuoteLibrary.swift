/// `strings.quote`: text as a literal.
///
/// - Source: cel-go, `ext.Strings`.
enum QuoteLibrary {
    @Sendable static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            if let escape = escapes[scalar] { result += escape } else { result.unicodeScalars.append(scalar) }
        }
        return result + "\""
    }

    private static let escapes: [Unicode.Scalar: String] = [
        "\u{07}": "\\a", "\u{08}": "\\b", "\u{0c}": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\u{0b}": "\\v",
        "\\": "\\\\", "\"": "\\\"",
    ]
}
