import CEL
import Domain
import JSON
import Ledger

/// An entry as a message of RFC 5424, in a frame of RFC 5425.
///
/// - Shape: `<PRI>1 TIME NODE APP - ACTION [cordon@32473 sequence="…" …] BOM sentence`, before it the number of its octets and
///   a space. Facility 13 (log audit); the severities are informational, notice, warning and critical.
/// - Source: RFC 5424 section 6, RFC 5425 section 4.3.
package struct SyslogMessage: Sendable {
    private static let facility = 13
    /// The number that RFC 5612 keeps for documentation: Cordon has none of its own.
    private static let element = "cordon@32473"
    private static let byteOrderMark = "\u{FEFF}"

    private let entry: RelayedEntry
    private let appName: String

    package init(_ entry: RelayedEntry, appName: String) {
        self.entry = entry
        self.appName = Self.printable(appName, upTo: 48)
    }

    package var frame: [UInt8] {
        let text = Array(self.text.utf8)
        return Array("\(text.count) ".utf8) + text
    }

    package var text: String {
        let header = [
            "<\(Self.facility * 8 + severity)>1", time, Self.printable(entry.entry.node, upTo: 255), appName, "-",
            entry.record.action.text,
        ]
        return header.joined(separator: " ") + " [\(Self.element)\(parameters)] \(Self.byteOrderMark)\(entry.sentence)"
    }

    private var severity: Int {
        switch entry.severity {
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .critical: 2
        }
    }

    /// With six decimals at the most.
    private var time: String {
        let microseconds = entry.record.time.nanosecondsSinceEpoch / 1_000
        return Timestamp(nanosecondsSinceEpoch: microseconds * 1_000).description
    }

    /// The members of the entry's JSON, of which each is a word, a number or a text.
    private var parameters: String {
        guard case .map(let members) = entry.document else { return "" }
        return members.entries.map { " \(Self.text($0.key))=\"\(Self.escaped(Self.text($0.value)))\"" }.joined()
    }

    private static func text(_ value: Value) -> String {
        if case .string(let text) = value { return text }
        if case .timestamp(let time) = value { return time.description }
        // A number, or a truth value.
        return JSONText.string(value)
    }

    /// By scalars: a quote and a mark that joins it are one `Character`, and two to the receiver.
    private static func escaped(_ text: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar == "\"" || scalar == "\\" || scalar == "]" { escaped.append("\\") }
            escaped.append(scalar)
        }
        return String(escaped)
    }

    /// Printable ASCII without spaces; `-` where nothing is left.
    private static func printable(_ text: String, upTo length: Int) -> String {
        let kept = text.utf8.filter { (0x21...0x7E).contains($0) }.prefix(length)
        return kept.isEmpty ? "-" : String(decoding: kept, as: UTF8.self)
    }
}
