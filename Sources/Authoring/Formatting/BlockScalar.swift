import Playbooks

/// A text after `|` or `>`, as it is written.
struct BlockScalar {
    /// `|`, `>-`, `|2+`.
    let header: String
    /// After the header, on its line.
    let headerEnd: YAMLMark
    /// Its lines, without indentation; the last is not blank unless blank lines at the end belong to the text.
    let lines: [String]
    /// The line of the last of them.
    let lastLine: Int

    init(_ node: YAMLNode, _ scalar: YAMLScalar, _ written: WrittenText) {
        let head = written.line(node.start.line)[(node.start.column - 1)...]
        let indicators = head.prefix { "|>+-0123456789".unicodeScalars.contains($0) }
        headerEnd = YAMLMark(line: node.start.line, column: node.start.column + indicators.count)
        let keeps = indicators.contains("+")
        let isExplicit = indicators.contains { ("0"..."9").contains($0) }
        // A text that ends with the file has no line end, whatever its header says.
        let strips = indicators.contains("-") || (!scalar.text.isEmpty && !scalar.text.hasSuffix("\n"))
        header = String(indicators.prefix(1)) + (isExplicit ? "2" : "") + (strips ? "-" : keeps ? "+" : "")
        var numbers = Array(Self.lines(of: node))
        let indentation = Self.indentation(of: numbers.map(written.line), scalar.text)
        // Blanks beyond the indentation belong to the text, even where there is nothing else.
        let isOver = { written.isBlank($0) && written.line($0).count <= indentation }
        if !keeps { while let last = numbers.last, isOver(last) { numbers.removeLast() } }
        lastLine = numbers.last ?? node.start.line
        lines = numbers.map { number in
            let line = written.line(number)
            let blanks = line.prefix { $0 == " " }.count
            return String(line.dropFirst(min(blanks, indentation)))
        }
    }

    /// The lines after the header that belong to it.
    static func lines(of node: YAMLNode) -> Range<Int> {
        let end = node.end.column > 1 ? node.end.line + 1 : node.end.line
        return (node.start.line + 1)..<max(node.start.line + 1, end)
    }

    /// What the first line that is not blank has more than the text.
    private static func indentation(of lines: [[Unicode.Scalar]], _ text: String) -> Int {
        let isFull = { (line: [Unicode.Scalar]) in !line.allSatisfy { $0 == " " } }
        let inText = text.split(separator: "\n", omittingEmptySubsequences: false).map { Array($0.unicodeScalars) }
        guard let line = lines.first(where: isFull), let other = inText.first(where: isFull) else {
            // All blank: what is content, is so beyond the longest line that is none.
            return lines.map(\.count).max() ?? 0
        }
        return max(0, line.prefix { $0 == " " }.count - other.prefix { $0 == " " }.count)
    }
}
