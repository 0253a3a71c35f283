/// One line of a layout, before comments are aligned.
struct PrintedLine {
    enum Kind {
        /// Part of a value, or keys with what stands beside them.
        case code
        /// Part of a text that is kept as it is.
        case verbatim
        case comment
        /// A comment that goes on with the one at the end of the line before.
        case continuation
    }

    let kind: Kind
    let indentation: Int
    let text: String
    var hasBlankBefore = false
    var comment: String?

    var width: Int { indentation + text.width }

    /// The lines as a text: comments at the ends of lines stand in one column where they can.
    static func text(_ lines: [PrintedLine]) -> String {
        let column = column(of: lines)
        var result = ""
        var last = column
        for (position, line) in lines.enumerated() {
            if line.hasBlankBefore, position > 0 { result += "\n" }
            if line.kind == .continuation {
                result += spaces(last) + line.text + "\n"
                continue
            }
            result += (line.text.isEmpty ? "" : spaces(line.indentation)) + line.text
            if let comment = line.comment {
                last = place(of: comment, after: line.width, column)
                result += spaces(last - line.width) + comment
            }
            result += "\n"
        }
        return result
    }

    /// Two spaces after the longest line that has a comment, those left out that are too long for it.
    private static func column(of lines: [PrintedLine]) -> Int {
        lines.filter { $0.comment != nil }.map { $0.width + Layout.commentGap }.filter { $0 <= Layout.commentColumnMax }
            .max()
            ?? 0
    }

    private static func place(of comment: String, after width: Int, _ column: Int) -> Int {
        let near = width + Layout.commentGap
        return near < column && column + comment.width <= Layout.widthMax ? column : near
    }

    private static func spaces(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }
}

/// The measures of the one layout.
enum Layout {
    /// Characters of a line; what a person wrote as a longer one stays one.
    static let widthMax = 120
    /// Comments at the ends of lines begin here at the latest, longer lines excepted.
    static let commentColumnMax = 40
    /// Spaces before such a comment.
    static let commentGap = 2
    static let indentation = 2
}
