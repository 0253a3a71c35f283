import Domain

/// A place in a document as editors count: lines from 0, and UTF-16 code units within the line from 0.
///
/// - Source: Language Server Protocol 3.17, "Position".
struct TextPosition: Hashable {
    let line: Int
    let character: Int
}

/// A document's text by lines.
struct TextLines {
    let lines: [Substring]

    init(_ text: String) {
        // The two characters of Windows' line end are one `Character`.
        lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    }

    subscript(number: Int) -> Substring { lines.indices.contains(number) ? lines[number] : "" }

    /// What stands before a place in its line.
    func prefix(_ position: TextPosition) -> Substring {
        let line = self[position.line]
        var units = 0
        for index in line.indices {
            guard units < position.character else { return line[..<index] }
            units += line[index].utf16.count
        }
        return line
    }

    /// The word at a place, with dots and dashes, and where it begins in code units.
    func word(_ position: TextPosition) -> (text: String, start: Int) {
        let before = prefix(position)
        let head = String(before.reversed().prefix { Self.isWordPart($0) }.reversed())
        let tail = self[position.line].dropFirst(before.count).prefix { Self.isWordPart($0) }
        return (head + tail, before.utf16.count - head.utf16.count)
    }

    private static func isWordPart(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || "._-".contains(character)
    }

    /// A span of ours, which counts Unicode scalars from 1, as an editor counts.
    func range(of span: SourceSpan) -> (from: TextPosition, to: TextPosition) {
        let line = self[span.line - 1].unicodeScalars
        func units(_ scalars: Int) -> Int { line.prefix(scalars).reduce(0) { $0 + ($1.value > 0xFFFF ? 2 : 1) } }
        let start = TextPosition(line: span.line - 1, character: units(span.column - 1))
        return (start, TextPosition(line: span.line - 1, character: units(span.column - 1 + span.length)))
    }
}
