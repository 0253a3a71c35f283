/// A text with variables in it.
///
/// - Source: CACAO 2.0, section 10.18.2: `__name__:value` stands for what the variable holds.
enum VariableText {
    struct Piece: Equatable {
        let text: String
        let isVariable: Bool
        /// In bytes of the text.
        let range: Range<Int>
    }

    static func pieces(of text: String) -> [Piece] {
        var pieces: [Piece] = []
        var end = text.startIndex
        // The shortest name: 'a__x__:value__y__:value' has two.
        for match in text.matches(of: /__[a-zA-Z_][a-zA-Z0-9_-]*?__:value\b/) {
            if end < match.range.lowerBound { pieces.append(piece(text, end..<match.range.lowerBound, false)) }
            pieces.append(piece(text, match.range, true))
            end = match.range.upperBound
        }
        if end < text.endIndex { pieces.append(piece(text, end..<text.endIndex, false)) }
        return pieces
    }

    private static func piece(_ text: String, _ range: Range<String.Index>, _ isVariable: Bool) -> Piece {
        let lower = text.utf8.distance(from: text.startIndex, to: range.lowerBound)
        let upper = text.utf8.distance(from: text.startIndex, to: range.upperBound)
        return Piece(text: String(text[range]), isVariable: isVariable, range: lower..<upper)
    }

    /// Names between underscores that are no use of a variable, because ':value' does not follow.
    static func bareNames(in text: String) -> [(name: String, range: Range<Int>)] {
        pieces(of: text).filter { !$0.isVariable }.flatMap { piece in
            piece.text.matches(of: /__[a-zA-Z][a-zA-Z0-9_-]*?__/).map { match in
                let lower = piece.text.utf8.distance(from: piece.text.startIndex, to: match.range.lowerBound)
                let upper = piece.text.utf8.distance(from: piece.text.startIndex, to: match.range.upperBound)
                let start = piece.range.lowerBound
                return (String(match.output), (start + lower)..<(start + upper))
            }
        }
    }
}
