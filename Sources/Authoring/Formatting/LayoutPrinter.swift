import Playbooks

/// Prints a document in the one layout, in the order of the text.
///
/// Each comment is printed once: at the end of the line that it stands on, or on a line of its own before what follows
/// it.
struct LayoutPrinter {
    /// A collection whose members are being printed.
    private struct Level {
        /// The column of its members in the text, from 0.
        let source: Int
        let printed: Int
    }

    private let written: WrittenText
    private let flow: FlowText
    /// Where keys and values begin, in order.
    private let tokens: [YAMLMark]
    private var comments: ArraySlice<Comment>
    private var lines: [PrintedLine] = []
    /// The last line of the text that was dealt with.
    private var lastLine = 0
    private var open: [Level] = []
    /// Those that ended since the last line was printed, the innermost first.
    private var closed: [Level] = []
    /// `- ` that the next line begins with.
    private var pending: (indentation: Int, text: String)?
    /// Whether what comes next is the first in something.
    private var isFirst = true

    init(_ document: YAMLDocument) {
        written = WrittenText(document.source.text)
        let comments = Comment.all(in: written, around: document.root)
        flow = FlowText(written, comments)
        self.comments = comments[...]
        tokens = document.root.map(Self.tokens) ?? []
    }

    private static func tokens(_ node: YAMLNode) -> [YAMLMark] {
        switch node.content {
        case .scalar: node.start < node.end ? [node.start] : []
        case .sequence(let elements): elements.isEmpty ? [node.start] : elements.flatMap(tokens)
        case .mapping(let entries):
            entries.isEmpty ? [node.start] : entries.flatMap { [$0.keyStart] + tokens($0.value) }
        }
    }

    mutating func text(_ root: YAMLNode?) -> String {
        if let root, root.start < root.end || root.scalar == nil { lay(root, at: 0, after: "") }
        flush(before: nil)
        return PrintedLine.text(lines)
    }

    // MARK: Values

    /// A value, behind `lead`: `key:` or nothing.
    private mutating func lay(_ node: YAMLNode, at indentation: Int, after lead: String, from start: YAMLMark? = nil) {
        let start = start ?? node.start
        switch node.content {
        case .scalar(let scalar): lay(node, scalar, at: indentation, after: lead, from: start)
        case .sequence(let elements):
            if let text = flat(node, indentation, lead) {
                emit(lead, text, at: indentation, from: start, opening: opening(of: node), to: flow.end(of: node))
            } else {
                open(lead, node, at: indentation, from: start) { printer, inner in
                    for element in elements { printer.lay(item: element, at: inner) }
                }
            }
        case .mapping(let entries):
            if let text = flat(node, indentation, lead) {
                emit(lead, text, at: indentation, from: start, opening: opening(of: node), to: flow.end(of: node))
            } else {
                open(lead, node, at: indentation, from: start) { printer, inner in
                    for entry in entries { printer.lay(entry, at: inner) }
                }
            }
        }
    }

    /// One line for what is written in braces or brackets, where there is room for it.
    private func flat(_ node: YAMLNode, _ indentation: Int, _ lead: String) -> String? {
        guard !node.isEmpty else { return flow.emptyText(node) }
        guard flow.isFlow(node), let text = flow.text(node) else { return nil }
        let width = indentation + lead.width + (lead.isEmpty ? 0 : 1) + text.width
        return width <= Layout.widthMax ? text : nil
    }

    /// Comments in empty braces stand before them.
    private func opening(of node: YAMLNode) -> YAMLMark { node.isEmpty ? flow.end(of: node) : node.start }

    private mutating func lay(item: YAMLNode, at indentation: Int) {
        flush(before: item.start)
        let before = pending
        pending = (before?.indentation ?? indentation, (before?.text ?? "") + "- ")
        lay(item, at: indentation + Layout.indentation, after: "")
    }

    private mutating func lay(_ entry: YAMLEntry, at indentation: Int) {
        lay(entry.value, at: indentation, after: flow.key(entry) + ":", from: entry.keyStart)
    }

    /// A collection whose members stand on lines of their own.
    private mutating func open(
        _ lead: String,
        _ node: YAMLNode,
        at indentation: Int,
        from start: YAMLMark,
        _ members: (inout Self, Int) -> Void
    ) {
        if !lead.isEmpty {
            let keyEnd = YAMLMark(line: start.line, column: start.column + lead.width)
            emit(lead, "", at: indentation, from: start, opening: start, to: keyEnd)
            isFirst = true
        }
        let inner = lead.isEmpty ? indentation : indentation + Layout.indentation
        open.append(Level(source: node.start.column - 1, printed: inner))
        members(&self, inner)
        if flow.isFlow(node) {
            let end = flow.end(of: node)
            flush(before: end)
            lastLine = max(lastLine, end.line)
            open.removeLast()
        } else {
            closed.append(open.removeLast())
        }
    }

    private mutating func lay(
        _ node: YAMLNode,
        _ scalar: YAMLScalar,
        at indentation: Int,
        after lead: String,
        from start: YAMLMark
    ) {
        // Beneath a key its lines are further in than the key; beneath a '-' they are already.
        let inner = lead.isEmpty ? indentation : indentation + Layout.indentation
        guard !scalar.style.isBlock else {
            let block = BlockScalar(node, scalar, written)
            emit(lead, block.header, at: indentation, from: start, opening: node.start, to: block.headerEnd)
            // Even where nothing stands around it.
            let inner = max(inner, Layout.indentation)
            for line in block.lines { lines.append(PrintedLine(kind: .verbatim, indentation: inner, text: line)) }
            lastLine = block.lastLine
            return
        }
        let parts = Self.trimmed(written.parts(from: node.start, to: node.end), scalar.style)
        emit(
            lead,
            parts[0],
            at: indentation,
            from: start,
            opening: node.start,
            to: node.end,
            then: parts.dropFirst(),
            inner
        )
    }

    /// Lines of a text that is folded: what stands around them is no part of it.
    private static func trimmed(_ parts: [String], _ style: YAMLScalar.Style) -> [String] {
        parts.enumerated().map { position, part in
            let start = position == 0 ? part : part.trimmingStart()
            guard position < parts.count - 1 else { return start }
            let text = start.trimmingEnd()
            let backslashes = text.utf8.reversed().prefix { $0 == UInt8(ascii: "\\") }.count
            let isEscape = style == .doubleQuoted && backslashes % 2 == 1
            // The blank after a backslash is one that is meant.
            return isEscape ? text + String(start.unicodeScalars.dropFirst(text.width).prefix(1)) : text
        }
    }

    // MARK: Lines

    /// Prints a line, which begins in the text at `start` and has its value at `opening`: comments before that stand
    /// before the line. `more` are further lines of the same value.
    private mutating func emit(
        _ lead: String,
        _ text: String,
        at indentation: Int,
        from start: YAMLMark,
        opening: YAMLMark,
        to end: YAMLMark,
        then more: ArraySlice<String> = [],
        _ inner: Int = 0
    ) {
        flush(before: start)
        let held = lead.isEmpty ? nil : takeComment(onLine: start.line, before: opening)
        flush(before: max(start, opening))
        let hasBlank = !isFirst && hasBlankLine(before: start.line)
        let words = lead + (lead.isEmpty || text.isEmpty ? "" : " ") + text
        let place = pending?.indentation ?? indentation
        // A `-` with nothing behind it has no blank either.
        let line = ((pending?.text ?? "") + words).trimmingEnd()
        lines.append(PrintedLine(kind: .code, indentation: place, text: line, hasBlankBefore: hasBlank))
        for part in more { lines.append(PrintedLine(kind: .code, indentation: inner, text: part)) }
        (pending, closed, isFirst) = (nil, [], false)
        lastLine = max(lastLine, end.line)
        lines[lines.count - 1].comment = held?.text
        if held == nil { takeComments(behind: end) }
    }

    /// The comment between a key and its value, where the value begins on a later line and has none of its own.
    private mutating func takeComment(onLine line: Int, before opening: YAMLMark) -> Comment? {
        guard let comment = comments.first, comment.mark.line == line, !comment.isAlone, comment.mark < opening,
            comments.dropFirst().first.map({ $0.isAlone || $0.mark.line > opening.line }) ?? true
        else { return nil }
        return comments.removeFirst()
    }

    /// The comment at the end of a line, and those below that go on with it.
    private mutating func takeComments(behind end: YAMLMark) {
        guard let comment = comments.first, comment.mark.line == end.line, !comment.isAlone, comment.mark >= end,
            !hasToken(from: end, to: comment.mark)
        else { return }
        lines[lines.count - 1].comment = comment.text
        comments.removeFirst()
        while let next = comments.first, next.isAlone, next.mark.line == lastLine + 1,
            next.mark.column == comment.mark.column
        {
            lines.append(PrintedLine(kind: .continuation, indentation: 0, text: next.text))
            comments.removeFirst()
            lastLine += 1
        }
    }

    /// Prints the comments before a mark, or all that are left, on lines of their own.
    private mutating func flush(before mark: YAMLMark?) {
        while let comment = comments.first, mark.map({ comment.mark < $0 }) ?? true {
            comments.removeFirst()
            let hasBlank = !isFirst && hasBlankLine(before: comment.mark.line)
            let place = place(of: comment, isLast: mark == nil)
            lines.append(
                PrintedLine(kind: .comment, indentation: place, text: comment.text, hasBlankBefore: hasBlank)
            )
            lastLine = max(lastLine, comment.mark.line)
            isFirst = false
        }
    }

    /// A comment after the last member of something belongs to it where it is indented like it, and to what follows
    /// otherwise.
    private mutating func place(of comment: Comment, isLast: Bool) -> Int {
        let column = comment.mark.column - 1
        let outer = isLast ? -1 : open.last?.source ?? -1
        while let level = closed.first {
            let isAlike = closed.count > 1 && closed[1].source == level.source
            if column > outer, level.source <= column, !isAlike { return level.printed }
            closed.removeFirst()
        }
        return pending?.indentation ?? open.last?.printed ?? 0
    }

    private func hasBlankLine(before line: Int) -> Bool {
        guard lastLine + 1 < line else { return false }
        return ((lastLine + 1)..<line).contains { written.isBlank($0) }
    }

    private func hasToken(from start: YAMLMark, to end: YAMLMark) -> Bool {
        var (low, high) = (0, tokens.count)
        while low < high {
            let middle = (low + high) / 2
            if tokens[middle] < start { low = middle + 1 } else { high = middle }
        }
        return low < tokens.count && tokens[low] < end
    }
}
