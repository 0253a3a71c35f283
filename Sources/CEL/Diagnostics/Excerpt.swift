extension Problem {
    /// For a person to read: place and finding, the line, a caret and the way out.
    ///
    /// ```
    /// 1:7: error[unknown-field]: event has no field 'metrc'
    ///   1 | event.metrc == "x"
    ///     |       ^^^^^ did you mean 'event.metric'?
    /// ```
    public func rendered(in source: String) -> String {
        Excerpt(range, in: source).rendered("error[\(code.rawValue)]: \(message)", remedy: suggestion)
    }
}

extension EvaluationError {
    /// For a person to read: place and failure, the line, and a caret below the part that failed.
    public func rendered(in source: String) -> String {
        Excerpt(range, in: source).rendered("error[\(kind.rawValue)]: \(message)", remedy: nil)
    }
}

/// The line of a source that a range begins in, and where in it.
private struct Excerpt {
    let line: Int
    let text: String
    /// In code points.
    let column: Int
    let length: Int

    init(_ range: Range<Int>, in source: String) {
        let bytes = Array(source.utf8)
        let start = min(range.lowerBound, bytes.count)
        line = bytes[..<start].count { $0 == UInt8(ascii: "\n") } + 1
        let lineStart = bytes[..<start].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        let lineEnd = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
        text = String(decoding: bytes[lineStart..<lineEnd], as: UTF8.self)
        column = Self.codePoints(bytes[lineStart..<start])
        length = max(1, Self.codePoints(bytes[start..<max(start, min(range.upperBound, lineEnd))]))
    }

    private static func codePoints(_ bytes: ArraySlice<UInt8>) -> Int { bytes.count { $0 & 0xC0 != 0x80 } }

    func rendered(_ finding: String, remedy: String?) -> String {
        let number = String(line)
        let gutter = String(repeating: " ", count: number.utf8.count)
        // A tab stays one, so that the caret stands below what it points at.
        let indent = String(text.unicodeScalars.prefix(column).map { $0 == "\t" ? "\t" : " " })
        let carets = String(repeating: "^", count: length)
        return """
            \(number):\(column + 1): \(finding)
              \(number) | \(text)
              \(gutter) | \(indent)\(carets)\(remedy.map { " \($0)" } ?? "")
            """
    }
}
