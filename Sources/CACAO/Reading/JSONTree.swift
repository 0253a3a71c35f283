internal import CEL
internal import JSON
package import Playbooks

/// A JSON text as a tree whose values know their places, so that a finding about one shows where it stands.
///
/// - Precondition: the text has been read by ``JSONDocument`` without a problem: this walks, and checks nothing.
package struct JSONTree {
    private let text: [Unicode.Scalar]
    private var position = 0
    private var mark = YAMLMark.start

    /// The tree of a text, or the first thing that is wrong with it, after which there is no structure to go on with.
    package static func read(
        _ bytes: [UInt8],
        file: String
    ) throws(PlaybookRejected) -> (root: YAMLNode, source: SourceText) {
        let source = SourceText(String(decoding: bytes, as: UTF8.self), file: file)
        do throws(JSONProblem) {
            _ = try JSONDocument.parse(bytes)
        } catch {
            var findings = Findings(source)
            let place = mark(of: error, in: source)
            findings.report(CACAOProblem.notJSON, error.reason, at: source.span(from: place, to: place))
            throw PlaybookRejected(findings)
        }
        var tree = JSONTree(source.text)
        return (tree.value(), source)
    }

    private init(_ text: String) { self.text = Array(text.unicodeScalars) }

    /// JSON's own columns count bytes.
    private static func mark(of problem: JSONProblem, in source: SourceText) -> YAMLMark {
        let before = source.line(problem.line).utf8.prefix(problem.column - 1)
        let count = String(decoding: before, as: UTF8.self).unicodeScalars.count
        return YAMLMark(line: problem.line, column: count + 1)
    }

    private mutating func value() -> YAMLNode {
        skipBlanks()
        let start = mark
        let content: YAMLNode.Content =
            switch text[position] {
            case "{": .mapping(members())
            case "[": .sequence(items())
            case "\"": .scalar(string())
            default: .scalar(word())
            }
        return YAMLNode(content, from: start, to: mark)
    }

    private mutating func members() -> [YAMLEntry] {
        var members: [YAMLEntry] = []
        advance()
        while !isAtEnd(of: "}") {
            let start = mark
            let key = string().text
            let end = mark
            skipBlanks()
            advance()
            members.append(YAMLEntry(key: key, from: start, to: end, value: value()))
        }
        return members
    }

    private mutating func items() -> [YAMLNode] {
        var items: [YAMLNode] = []
        advance()
        while !isAtEnd(of: "]") { items.append(value()) }
        return items
    }

    /// Passes a comma, or the bracket that closes.
    private mutating func isAtEnd(of bracket: Unicode.Scalar) -> Bool {
        skipBlanks()
        let isEnd = text[position] == bracket
        if isEnd || text[position] == "," { advance() }
        skipBlanks()
        return isEnd
    }

    private mutating func string() -> YAMLScalar {
        let start = position
        advance()
        while text[position] != "\"" {
            if text[position] == "\\" { advance() }
            advance()
        }
        advance()
        let written = String(String.UnicodeScalarView(text[start..<position]))
        guard case .string(let value)? = try? JSONText.parse(written) else { preconditionFailure("it was read before") }
        return YAMLScalar(value, .doubleQuoted, .string(value))
    }

    /// A number, `true`, `false` or `null`.
    private mutating func word() -> YAMLScalar {
        let start = position
        while position < text.count, !",]} \t\r\n".unicodeScalars.contains(text[position]) { advance() }
        let written = String(String.UnicodeScalarView(text[start..<position]))
        guard let value = try? JSONText.parse(written) else { preconditionFailure("it was read before") }
        return YAMLScalar(written, .plain, value)
    }

    private mutating func skipBlanks() {
        while position < text.count, " \t\r\n".unicodeScalars.contains(text[position]) { advance() }
    }

    private mutating func advance() {
        mark =
            text[position] == "\n"
            ? YAMLMark(line: mark.line + 1, column: 1) : YAMLMark(line: mark.line, column: mark.column + 1)
        position += 1
    }
}

extension JSONProblem {
    /// Without the place, which the finding shows.
    fileprivate var reason: String { sentence.split(separator: ": ", maxSplits: 1).last.map(String.init) ?? sentence }
}
