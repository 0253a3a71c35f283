import CEL
import Domain

/// Text on its way to a person's terminal.
package enum Terminal {
    /// Control characters made visible: what a device answered must not steer the terminal of whoever looks at it.
    package static func safe(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isControl) else { return text }
        return text.unicodeScalars.map { isControl($0) ? "\\u{\(String($0.value, radix: 16))}" : String($0) }.joined()
    }

    /// The same for a text of several lines, which stay lines.
    static func safeLines(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { safe(String($0)) }.joined(separator: "\n")
    }

    static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}

extension Instant {
    /// To the millisecond, such as `2026-02-03T04:05:06.789Z`.
    var rfc3339: String {
        let (seconds, milliseconds) = millisecondsSinceEpoch.quotientAndRemainder(dividingBy: 1_000)
        let whole = Timestamp(nanosecondsSinceEpoch: seconds * 1_000_000_000).description.dropLast()
        return "\(whole).\("\(1_000 + milliseconds)".suffix(3))Z"
    }
}
