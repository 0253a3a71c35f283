import Playbooks

/// A comment, and where it stands.
struct Comment: Hashable {
    let mark: YAMLMark
    /// From the `#` on, without white space at its end.
    let text: String
    /// Whether nothing stands before it on its line.
    let isAlone: Bool

    /// Every comment of a text: what begins with `#` and is part of no value and of no key.
    static func all(in written: WrittenText, around root: YAMLNode?) -> [Comment] {
        var covered: [Int: [Range<Int>]] = [:]
        if let root { cover(root, written, &covered) }
        return written.lines.indices.compactMap { index in
            let line = written.lines[index]
            let ranges = (covered[index + 1] ?? []).sorted { $0.lowerBound < $1.lowerBound }
            return comment(in: line, number: index + 1, besides: ranges)
        }
    }

    private static func comment(in line: [Unicode.Scalar], number: Int, besides ranges: [Range<Int>]) -> Comment? {
        var column = 0
        var ahead = ranges[...]
        while column < line.count {
            while let range = ahead.first, range.upperBound <= column { ahead.removeFirst() }
            if let range = ahead.first, range.contains(column) {
                column = range.upperBound
            } else if line[column] == "#" {
                return Comment(
                    mark: YAMLMark(line: number, column: column + 1),
                    text: String(line[column...]).trimmingEnd(),
                    isAlone: line[..<column].allSatisfy(\.properties.isWhitespace)
                )
            } else {
                column += 1
            }
        }
        return nil
    }

    private static func cover(_ node: YAMLNode, _ written: WrittenText, _ covered: inout [Int: [Range<Int>]]) {
        switch node.content {
        case .scalar(let scalar):
            if scalar.style.isBlock {
                for number in BlockScalar.lines(of: node) { covered[number, default: []].append(0..<Int.max) }
            } else {
                cover(node.start, node.end, &covered)
            }
        case .sequence(let elements):
            for element in elements { cover(element, written, &covered) }
        case .mapping(let entries):
            for entry in entries {
                cover(entry.keyStart, entry.keyEnd, &covered)
                cover(entry.value, written, &covered)
            }
        }
    }

    private static func cover(_ start: YAMLMark, _ end: YAMLMark, _ covered: inout [Int: [Range<Int>]]) {
        guard start < end else { return }
        for number in start.line...end.line {
            let first = number == start.line ? start.column - 1 : 0
            let last = number == end.line ? end.column - 1 : Int.max
            if first < last { covered[number, default: []].append(first..<last) }
        }
    }
}

extension YAMLScalar.Style {
    var isBlock: Bool { self == .literal || self == .folded }
}

extension String {
    func trimmingEnd() -> String {
        guard let last = unicodeScalars.lastIndex(where: { !$0.properties.isWhitespace }) else { return "" }
        return String(unicodeScalars[...last])
    }

    func trimmingStart() -> String {
        guard let first = unicodeScalars.firstIndex(where: { !$0.properties.isWhitespace }) else { return "" }
        return String(unicodeScalars[first...])
    }
}
