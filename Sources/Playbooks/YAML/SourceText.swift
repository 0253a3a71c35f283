package import CEL
public import Domain

/// The text of one file, for saying where in it something is.
public struct SourceText: Sendable {
    public let file: String
    public let text: String
    private let lines: [Substring]

    public init(_ text: String, file: String) {
        self.file = file
        self.text = text
        lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
            Substring(line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
        }
    }

    /// One line without its end; empty beyond the last. 1-based.
    public func line(_ number: Int) -> String {
        lines.indices.contains(number - 1) ? String(lines[number - 1]) : ""
    }

    /// As a report shows it.
    package func excerpt(of span: SourceSpan) -> Excerpt {
        let line = lines.indices.contains(span.line - 1) ? lines[span.line - 1] : ""
        return Excerpt(of: line, number: span.line, column: span.column, length: span.length)
    }

    /// The mark itself, or the end of the text: libyaml ends one whose last line has no end on the line after it.
    func within(_ mark: YAMLMark) -> YAMLMark { mark.line > lines.count ? end : mark }

    /// After the last character.
    var end: YAMLMark { YAMLMark(line: lines.count, column: line(lines.count).unicodeScalars.count + 1) }

    /// From one mark to another, or to the end of the line where they lie on several.
    public func span(from start: YAMLMark, to end: YAMLMark) -> SourceSpan {
        let last = end.line == start.line ? end.column : line(start.line).unicodeScalars.count + 1
        return SourceSpan(file: file, line: start.line, column: start.column, length: max(1, last - start.column))
    }

    public func span(of node: YAMLNode) -> SourceSpan { span(from: node.start, to: node.end) }

    public func span(ofKey entry: YAMLEntry) -> SourceSpan { span(from: entry.keyStart, to: entry.keyEnd) }

    /// Part of a scalar's text, given as byte offsets in it.
    ///
    /// Exact except within double quotes that hold a backslash and in a very long text, where it is the scalar as a whole.
    public func span(of node: YAMLNode, bytes range: Range<Int>) -> SourceSpan {
        guard let scalar = node.scalar, scalar.text.utf8.count <= PlaybookLimits.placedBytesMax,
            let places = places(of: node, scalar)
        else { return span(of: node) }
        let before = scalar.text.utf8.prefix(range.lowerBound)
        let first = String(decoding: before, as: UTF8.self).unicodeScalars.count
        let part = scalar.text.utf8.dropFirst(range.lowerBound).prefix(range.count)
        let count = String(decoding: part, as: UTF8.self).unicodeScalars.count
        guard let start = places.mark(ofScalar: first) else { return span(of: node) }
        let end = count > 0 ? places.mark(ofScalar: first + count - 1) : nil
        return span(from: start, to: YAMLMark(line: end?.line ?? start.line, column: (end ?? start).column + 1))
    }

    private func places(of node: YAMLNode, _ scalar: YAMLScalar) -> ScalarPlaces? {
        guard node.start < node.end else { return nil }
        var written: [(Unicode.Scalar, YAMLMark)] = []
        for number in node.start.line...node.end.line {
            var column = number == node.start.line ? node.start.column : 1
            let last = number == node.end.line ? node.end.column : Int.max
            guard column <= last else { return nil }
            for scalar in line(number).unicodeScalars.dropFirst(column - 1).prefix(last - column) {
                written.append((scalar, YAMLMark(line: number, column: column)))
                column += 1
            }
        }
        return ScalarPlaces(of: scalar, written: written)
    }
}
