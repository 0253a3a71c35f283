/// Where each character of a scalar's text stands in the file.
///
/// Folding and indentation change white space alone, so the n-th visible character of the text is the n-th visible
/// character that is written.
struct ScalarPlaces {
    private let text: [Unicode.Scalar]
    private let visible: [YAMLMark]

    /// Nil where what is written does not match the text character by character.
    init?(of scalar: YAMLScalar, written: [(Unicode.Scalar, YAMLMark)]) {
        var body = written[...]
        switch scalar.style {
        case .plain: break
        case .singleQuoted, .doubleQuoted: body = body.dropFirst().dropLast()
        case .literal, .folded:
            guard let header = body.first?.1.line else { return nil }
            body = body.drop { $0.1.line == header }
        }
        if scalar.style == .doubleQuoted, body.contains(where: { $0.0 == "\\" }) { return nil }
        let characters = scalar.style == .singleQuoted ? Self.undoubled(body) : Array(body)
        let marks = characters.filter { !$0.0.properties.isWhitespace }
        text = Array(scalar.text.unicodeScalars)
        let expected = text.filter { !$0.properties.isWhitespace }
        guard expected.elementsEqual(marks.lazy.map(\.0)) else { return nil }
        visible = marks.map(\.1)
    }

    /// Where a character of the text stands; for white space, where the next visible one does, or after the last.
    func mark(ofScalar position: Int) -> YAMLMark? {
        let before = text.prefix(position).count { !$0.properties.isWhitespace }
        if position < text.count, text[position].properties.isWhitespace, before > 0, before < visible.count {
            let last = visible[before - 1]
            let blanks = text.prefix(position).reversed().prefix { $0.properties.isWhitespace }.count
            return YAMLMark(line: last.line, column: last.column + 1 + blanks)
        }
        if before < visible.count { return visible[before] }
        return visible.last.map { YAMLMark(line: $0.line, column: $0.column + 1) }
    }

    /// Within single quotes `''` stands for one.
    private static func undoubled(
        _ body: ArraySlice<(Unicode.Scalar, YAMLMark)>
    ) -> [(Unicode.Scalar, YAMLMark)] {
        var result: [(Unicode.Scalar, YAMLMark)] = []
        var isSecond = false
        for (scalar, mark) in body {
            isSecond = scalar == "'" && !isSecond
            if scalar != "'" || isSecond { result.append((scalar, mark)) }
        }
        return result
    }
}
