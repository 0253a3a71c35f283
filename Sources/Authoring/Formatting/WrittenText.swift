import Playbooks

/// A text by lines and characters, for looking at what stands between the values that the reader found.
struct WrittenText {
    let lines: [[Unicode.Scalar]]

    init(_ text: String) {
        var lines: [[Unicode.Scalar]] = [[]]
        for scalar in text.unicodeScalars {
            if scalar == "\n" { lines.append([]) } else { lines[lines.count - 1].append(scalar) }
        }
        self.lines = lines.map { $0.last == "\r" ? $0.dropLast() : $0 }
    }

    subscript(mark: YAMLMark) -> Unicode.Scalar? {
        let line = line(mark.line)
        return line.indices.contains(mark.column - 1) ? line[mark.column - 1] : nil
    }

    /// 1-based; empty beyond the last.
    func line(_ number: Int) -> [Unicode.Scalar] {
        lines.indices.contains(number - 1) ? lines[number - 1] : []
    }

    func isBlank(_ number: Int) -> Bool { line(number).allSatisfy(\.properties.isWhitespace) }

    /// What is written from one mark to another, line by line.
    func parts(from start: YAMLMark, to end: YAMLMark) -> [String] {
        guard start < end else { return [""] }
        return (start.line...end.line).map { number in
            let line = line(number)
            let first = number == start.line ? min(start.column - 1, line.count) : 0
            let last = number == end.line ? min(end.column - 1, line.count) : line.count
            return String(line[min(first, last)..<last])
        }
    }

    /// The mark after the first of these characters, from a mark on; what stands in comments does not count.
    func mark(after characters: Set<Unicode.Scalar>, from start: YAMLMark) -> YAMLMark {
        var (number, column) = (start.line, start.column - 1)
        while number <= lines.count {
            let line = line(number)
            while column < line.count, line[column] != "#" {
                if characters.contains(line[column]) { return YAMLMark(line: number, column: column + 2) }
                column += 1
            }
            (number, column) = (number + 1, 0)
        }
        preconditionFailure("the reader saw where this collection ends")
    }
}

extension String {
    init(_ scalars: some Sequence<Unicode.Scalar>) {
        var view = String.UnicodeScalarView()
        // One after the other: that is compiled for what holds them, and `append(contentsOf:)` is not.
        for scalar in scalars { view.append(scalar) }
        self.init(view)
    }

    /// In characters as an editor counts.
    var width: Int { unicodeScalars.count }
}
