internal import CEL
internal import Domain

extension Compilation {
    /// Any YAML with `${{ }}` in its texts.
    mutating func template(_ node: YAMLNode, at place: ExpressionPlace) -> Template? {
        switch node.content {
        case .scalar(let scalar): return template(scalar, of: node, at: place)
        case .sequence(let elements):
            let templates = elements.map { template($0, at: place) }
            guard templates.allSatisfy({ $0 != nil }) else { return nil }
            return Self.list(templates.compactMap(\.self))
        case .mapping(let entries):
            let templates = entries.map { (key: $0.key, template: member($0, at: place)) }
            guard templates.allSatisfy({ $0.template != nil }) else { return nil }
            return Self.mapping(templates.compactMap { entry in entry.template.map { (key: entry.key, template: $0) } })
        }
    }

    private mutating func member(_ entry: YAMLEntry, at place: ExpressionPlace) -> Template? {
        if TemplateScanner.contains(entry.key) {
            let span = findings.source.span(ofKey: entry)
            findings.report(PlaybookProblem.expressionInKey, "a key takes no ${{ }}", at: span)
        }
        return template(entry.value, at: place)
    }

    private mutating func template(_ scalar: YAMLScalar, of node: YAMLNode, at place: ExpressionPlace) -> Template? {
        guard case .string(let text) = scalar.value, TemplateScanner.contains(text) else {
            return .literal(scalar.value)
        }
        do throws(TemplateScanner.Unclosed) {
            return template(try TemplateScanner.parts(of: text), of: node, at: place)
        } catch {
            guard findings.takes(PlaybookProblem.unclosedExpression) else { return nil }
            let span = findings.source.span(of: node, bytes: error.offset..<(error.offset + 3))
            findings.report(PlaybookProblem.unclosedExpression, "this '${{' has no '}}'", at: span)
            return nil
        }
    }

    private mutating func template(
        _ parts: [TemplateScanner.Part],
        of node: YAMLNode,
        at place: ExpressionPlace
    ) -> Template? {
        var pieces: [Template.Piece] = []
        var isComplete = true
        for part in parts {
            guard part.isExpression else {
                pieces.append(.literal(part.text))
                continue
            }
            if let program = compile(part.text, at: part.offset, of: node, expecting: nil, place) {
                pieces.append(.expression(program))
            } else {
                isComplete = false
            }
        }
        guard isComplete else { return nil }
        if TemplateScanner.isOneExpression(parts), let program = pieces.lazy.compactMap(\.program).first {
            return Template(.expression(program))
        }
        return Template(.text(pieces))
    }

    private static func list(_ elements: [Template]) -> Template {
        let constants = elements.compactMap(\.constant)
        return constants.count == elements.count ? .literal(.list(constants)) : Template(.list(elements))
    }

    private static func mapping(_ entries: [(key: String, template: Template)]) -> Template {
        let constants = entries.compactMap { entry in entry.template.constant.map { (entry.key, $0) } }
        return constants.count == entries.count ? .literal(.map(constants)) : Template(.mapping(entries))
    }
}
