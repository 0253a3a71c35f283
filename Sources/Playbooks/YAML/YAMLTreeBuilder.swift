internal import CEL

/// Checks the parser's events one by one, and builds the tree from those that pass.
struct YAMLTreeBuilder {
    /// A collection that has begun and not ended.
    private struct Open {
        let isMapping: Bool
        let start: YAMLMark
        var elements: [YAMLNode] = []
        var entries: [YAMLEntry] = []
        var keys: Set<String> = []
        var key: Key?
    }

    private struct Key {
        let text: String
        let start: YAMLMark
        let end: YAMLMark
    }

    var findings: Findings
    private(set) var root: YAMLNode?
    private let nodesMax: Int
    private let depthMax: Int
    private var nodes = 0
    private var documents = 0
    private var open: [Open] = []

    init(findings: Findings, nodesMax: Int, depthMax: Int) {
        self.findings = findings
        self.nodesMax = nodesMax
        self.depthMax = depthMax
    }

    /// Whether what comes next is a key. (Copying what is open, to look at it, would copy its members.)
    private var awaitsKey: Bool {
        guard let last = open.indices.last else { return false }
        return open[last].isMapping && open[last].key == nil
    }

    /// - Returns: whether there is more to read.
    mutating func take(_ event: YAMLEvent) -> Bool {
        refuseExtras(of: event)
        switch event.kind {
        case .streamStart, .documentEnd: return true
        case .streamEnd: return false
        case .documentStart(let hasDirectives): return beginDocument(event, hasDirectives: hasDirectives)
        case .alias, .scalar: return takeLeaf(event)
        case .sequenceStart: return begin(event, isMapping: false)
        case .mappingStart: return begin(event, isMapping: true)
        case .sequenceEnd, .mappingEnd:
            end(at: event.end)
            return true
        }
    }

    private mutating func beginDocument(_ event: YAMLEvent, hasDirectives: Bool) -> Bool {
        if hasDirectives {
            report(.directive, "directives ('%…' before '---') are not used here", event, remedy: "remove the line")
        }
        documents += 1
        guard documents > 1 else { return true }
        report(.severalDocuments, "a second document begins here", event, remedy: "one file holds one document")
        return false
    }

    private mutating func begin(_ event: YAMLEvent, isMapping: Bool) -> Bool {
        guard count(event) else { return false }
        guard open.count < depthMax else {
            report(.tooDeep, "nested more than \(depthMax) deep", event)
            return false
        }
        if awaitsKey {
            report(.keyNotText, "a key has to be a text", event)
        }
        open.append(Open(isMapping: isMapping, start: event.start))
        return true
    }

    private mutating func end(at mark: YAMLMark) {
        let closed = open.removeLast()
        let content = closed.isMapping ? YAMLNode.Content.mapping(closed.entries) : .sequence(closed.elements)
        // libyaml ends a block where the next token begins: its last member says better where it ends.
        let last = closed.isMapping ? closed.entries.last?.value.end : closed.elements.last?.end
        let end = last.map { mark.column == 1 || mark.line > $0.line ? $0 : mark } ?? mark
        let node = YAMLNode(content, from: closed.start, to: max(end, closed.start))
        if awaitsKey {
            // It stands where a key should, which has been reported.
            open[open.count - 1].key = Key(text: "", start: closed.start, end: mark)
        } else {
            add(node)
        }
    }

    private mutating func takeLeaf(_ event: YAMLEvent) -> Bool {
        guard count(event) else { return false }
        var (text, style) = ("", YAMLScalar.Style.plain)
        if case .scalar(let written, let writtenStyle) = event.kind { (text, style) = (written, writtenStyle) }
        if text.utf8.contains(0) {
            report(.forbiddenCharacter, "a NUL (U+0) is not allowed, not even as an escape", event)
        }
        if awaitsKey {
            takeKey(text, style, event)
        } else {
            let scalar = YAMLScalar(text, style, resolve(text, style, event))
            add(YAMLNode(.scalar(scalar), from: event.start, to: event.end))
        }
        return true
    }

    private mutating func takeKey(_ text: String, _ style: YAMLScalar.Style, _ event: YAMLEvent) {
        if text == "<<", style == .plain {
            report(.mergeKey, "merge keys are not used here", event, remedy: "write the keys out")
        } else if !open[open.count - 1].keys.insert(text).inserted {
            report(.duplicateKey, "the key \(DisplayText.quoted(text)) stands here for the second time", event)
        }
        open[open.count - 1].key = Key(text: text, start: event.start, end: event.end)
    }

    private mutating func add(_ node: YAMLNode) {
        guard let last = open.indices.last else {
            root = node
            return
        }
        guard let key = open[last].key else {
            open[last].elements.append(node)
            return
        }
        open[last].entries.append(YAMLEntry(key: key.text, from: key.start, to: key.end, value: node))
        open[last].key = nil
    }

    private mutating func resolve(_ text: String, _ style: YAMLScalar.Style, _ event: YAMLEvent) -> Value {
        guard style == .plain else { return .string(text) }
        do throws(CoreSchema.Refusal) {
            return try CoreSchema.resolve(text)
        } catch {
            let reason = error == .tooLarge ? "does not fit 64 bits" : "is not a finite number"
            report(.badNumber, "\(DisplayText.quoted(text)) \(reason)", event, remedy: "in quotes it is a text")
            return .null
        }
    }

    private mutating func count(_ event: YAMLEvent) -> Bool {
        nodes += 1
        guard nodes > nodesMax else { return true }
        report(.tooManyNodes, "more than \(nodesMax) values", event)
        return false
    }

    private mutating func refuseExtras(of event: YAMLEvent) {
        if case .alias(let name) = event.kind {
            let remedy = "write the value out; an expression that begins with '*' has to be quoted"
            report(.anchor, "aliases (\(DisplayText.quoted("*" + name))) are not used here", event, remedy: remedy)
        }
        if let anchor = event.anchor {
            let name = DisplayText.quoted("&" + anchor)
            report(
                .anchor,
                "anchors (\(name)) are not used here",
                event,
                remedy: "a text that begins with '&' has to be quoted"
            )
        }
        if let tag = event.tag {
            let remedy = "a text or an expression that begins with '!' has to be quoted"
            report(.tag, "tags (\(DisplayText.quoted(tag))) are not used here", event, remedy: remedy)
        }
    }

    private mutating func report(
        _ problem: YAMLProblem,
        _ message: String,
        _ event: YAMLEvent,
        remedy: String? = nil
    ) {
        let span = findings.source.span(from: event.start, to: event.end)
        findings.report(problem, message, at: span, remedy: remedy)
    }
}
