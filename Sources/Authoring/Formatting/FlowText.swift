private import CEL
private import JSON
import Playbooks

/// Values between braces and brackets: `{a: 1, b: [2, 3]}`.
struct FlowText {
    private let written: WrittenText
    private let comments: [Comment]

    init(_ written: WrittenText, _ comments: [Comment]) {
        self.written = written
        self.comments = comments
    }

    func isFlow(_ node: YAMLNode) -> Bool {
        if node.scalar != nil { return false }
        return written[node.start] == "{" || written[node.start] == "["
    }

    /// After its last character, the closing bracket included.
    func end(of node: YAMLNode) -> YAMLMark {
        switch node.content {
        case .scalar: return max(node.start, node.end)
        case .sequence(let elements):
            guard isFlow(node) else { return elements.last.map(end) ?? node.end }
            return written.mark(after: ["]"], from: elements.last.map(end) ?? inside(node))
        case .mapping(let entries):
            let last = entries.last.map { max($0.keyEnd, end(of: $0.value)) }
            guard isFlow(node) else { return last ?? node.end }
            return written.mark(after: ["}"], from: last ?? inside(node))
        }
    }

    private func inside(_ node: YAMLNode) -> YAMLMark { YAMLMark(line: node.start.line, column: node.start.column + 1) }

    func hasComment(in node: YAMLNode) -> Bool {
        let end = end(of: node)
        return comments.contains { node.start < $0.mark && $0.mark < end }
    }

    func emptyText(_ node: YAMLNode) -> String { written[node.start] == "[" ? "[]" : "{}" }

    /// On one line; nil where a comment or the lines of a text keep it from being that.
    func text(_ node: YAMLNode) -> String? {
        guard !hasComment(in: node) else { return nil }
        switch node.content {
        case .scalar(let scalar): return text(node, scalar)
        case .sequence(let elements):
            let texts = elements.compactMap(text)
            return texts.count == elements.count ? "[\(texts.joined(separator: ", "))]" : nil
        case .mapping(let entries):
            let texts = entries.compactMap(text)
            guard texts.count == entries.count else { return nil }
            // A pair in brackets needs no braces: `[verify: failed, notify]`. Without a value it would be a text.
            let isPair = !isFlow(node) && entries.count == 1 && texts[0] != key(entries[0])
            return isPair ? texts[0] : "{\(texts.joined(separator: ", "))}"
        }
    }

    private func text(_ entry: YAMLEntry) -> String? {
        guard let value = text(entry.value) else { return nil }
        return value.isEmpty ? key(entry) : "\(key(entry)): \(value)"
    }

    private func text(_ node: YAMLNode, _ scalar: YAMLScalar) -> String? {
        let lines = written.parts(from: node.start, to: node.end)
        guard lines.count > 1 else { return lines[0] }
        let trimmed = lines.map { $0.trimmingStart().trimmingEnd() }
        let isFree = !trimmed.dropFirst().contains("") && !trimmed.dropLast().contains { $0.hasSuffix("\\") }
        guard isFree, !scalar.style.isBlock else { return nil }
        return trimmed.joined(separator: " ")
    }

    /// A key as it is written, or in quotes where it would not fit one line.
    func key(_ entry: YAMLEntry) -> String {
        let lines = written.parts(from: entry.keyStart, to: entry.keyEnd)
        return lines.count == 1 && !lines[0].isEmpty ? lines[0] : JSONText.string(.string(entry.key))
    }
}

extension YAMLNode {
    /// Whether it is a collection without members.
    var isEmpty: Bool {
        switch content {
        case .scalar: false
        case .sequence(let elements): elements.isEmpty
        case .mapping(let entries): entries.isEmpty
        }
    }
}
