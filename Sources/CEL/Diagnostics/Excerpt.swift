/// Where in a text something is, as a terminal shows it: the line, or the part of a long one around the place, and
/// carets below what is meant.
///
/// ```
///   1 | event.metrc == "x"
///     |       ^^^^^ did you mean 'event.metric'?
/// ```
package struct Excerpt: Hashable, Sendable {
    /// 1-based.
    package let line: Int
    /// 1-based, in code points of the line.
    package let column: Int
    /// Of the line at most ``codePointsMax``, with `…` where it goes on.
    package var text: String
    /// In code points of ``text``: how many stand before what is meant, and how many that is.
    private let before: Int
    private let length: Int
    /// Whether ``text`` is the line.
    package let isWhole: Bool

    /// A minified file has one line: a hundred findings would print it a hundred times.
    private static let codePointsMax = 240
    private static let contextMax = 80

    /// Of a line without its end; `column` counts code points from 1.
    package init(of whole: Substring, number: Int, column: Int, length: Int) {
        let scalars = whole.unicodeScalars
        let fits =
            scalars.index(scalars.startIndex, offsetBy: Self.codePointsMax + 1, limitedBy: scalars.endIndex) == nil
        let isNear = fits || column - 1 + min(length, Self.contextMax) <= Self.codePointsMax
        let skipped = isNear ? 0 : column - 1 - Self.contextMax
        let start = scalars.index(scalars.startIndex, offsetBy: skipped, limitedBy: scalars.endIndex)
        let shown = scalars[(start ?? scalars.endIndex)...].prefix(Self.codePointsMax)
        let isCut = (start: skipped > 0, end: shown.endIndex < scalars.endIndex)
        (line, self.column) = (number, column)
        isWhole = !isCut.start && !isCut.end
        text = (isCut.start ? "…" : "") + String(shown) + (isCut.end ? "…" : "")
        before = column - 1 - skipped + (isCut.start ? 1 : 0)
        // The place after the last character is one, too.
        self.length = max(1, min(length, shown.count - (column - 1 - skipped)))
    }

    /// What a report says of the place, the line, and the carets with the way out behind them.
    package func rendered(below heading: String, remedy: String?) -> String {
        let gutter = String(repeating: " ", count: String(line).utf8.count)
        return """
            \(heading)
              \(line) | \(text)
              \(gutter) | \(indent)\(carets)\(remedy.map { " \($0)" } ?? "")
            """
    }

    // A tab stays one, so that the caret stands below what it points at.
    package var indent: String {
        String(String.UnicodeScalarView(text.unicodeScalars.prefix(before).map { $0 == "\t" ? "\t" : " " }))
    }

    package var carets: String { String(repeating: "^", count: length) }
}

extension Excerpt {
    /// The line that a range begins in; the range counts the source's UTF-8.
    init(_ range: Range<Int>, in source: String) {
        let bytes = source.utf8
        let start = bytes.index(bytes.startIndex, offsetBy: min(range.lowerBound, bytes.count))
        let end = bytes.index(start, offsetBy: range.count, limitedBy: bytes.endIndex) ?? bytes.endIndex
        let newline = UInt8(ascii: "\n")
        let lineStart = bytes[..<start].lastIndex(of: newline).map(bytes.index(after:)) ?? bytes.startIndex
        let lineEnd = bytes[start...].firstIndex(of: newline) ?? bytes.endIndex
        self.init(
            of: source[lineStart..<lineEnd],
            number: bytes[..<start].count { $0 == newline } + 1,
            column: Self.codePoints(bytes[lineStart..<start]) + 1,
            length: max(1, Self.codePoints(bytes[start..<min(end, lineEnd)]))
        )
    }

    private static func codePoints(_ bytes: Substring.UTF8View) -> Int { bytes.count { $0 & 0xC0 != 0x80 } }
}
