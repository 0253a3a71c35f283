internal import CEL
internal import Playbooks

/// The properties of one JSON object, read with what the specification says of each.
struct Properties {
    let node: YAMLNode
    /// Completes "… has no property 'x'", such as "a step".
    let owner: String
    private let entries: [String: YAMLEntry]

    /// Nil, and reported, where the node is no object. Properties beyond `known` are warned of.
    init?(_ node: YAMLNode, of owner: String, known: [String], _ findings: inout Findings) {
        guard case .mapping(let written) = node.content else {
            findings.report(CACAOProblem.wrongType, "\(owner) is an object, but this is \(node.jsonKind)", at: node)
            return nil
        }
        self.node = node
        self.owner = owner
        entries = Dictionary(written.map { ($0.key, $0) }) { first, _ in first }
        for entry in written where !known.contains(entry.key) {
            findings.report(
                CACAOProblem.unknownProperty,
                "\(owner) has no property \(DisplayText.quoted(entry.key))",
                at: findings.source.span(ofKey: entry),
                remedy: Spelling.closest(to: entry.key, among: known).map { "did you mean '\($0)'?" }
            )
        }
    }

    subscript(name: String) -> YAMLNode? { entries[name]?.value }

    func entry(_ name: String) -> YAMLEntry? { entries[name] }

    /// Where something is missing: the brace with which the object begins.
    func reportMissing(_ name: String, _ findings: inout Findings) {
        let start = findings.source.span(from: node.start, to: node.start)
        findings.report(CACAOProblem.missingProperty, "\(owner) needs '\(name)'", at: start)
    }

    func text(_ name: String, isRequired: Bool = false, _ findings: inout Findings) -> Text? {
        guard let node = self[name] else {
            if isRequired { reportMissing(name, &findings) }
            return nil
        }
        guard case .string(let value)? = node.scalar?.value else {
            reportType(name, "a text", &findings)
            return nil
        }
        return Text(value, node)
    }

    func flag(_ name: String, _ findings: inout Findings) -> Bool? {
        guard let node = self[name] else { return nil }
        if case .bool(let flag)? = node.scalar?.value { return flag }
        reportType(name, "true or false", &findings)
        return nil
    }

    func number(_ name: String, in range: ClosedRange<Int64>, _ findings: inout Findings) -> Int64? {
        guard let node = self[name] else { return nil }
        guard case .int(let number)? = node.scalar?.value else {
            reportType(name, "a whole number", &findings)
            return nil
        }
        guard range.contains(number) else {
            let bounds =
                range.upperBound == .max ? "\(range.lowerBound) or more" : "\(range.lowerBound) to \(range.upperBound)"
            findings.report(CACAOProblem.badValue, "'\(name)' is \(bounds), not \(number)", at: node)
            return nil
        }
        return number
    }

    func identifier(_ name: String, isRequired: Bool = false, _ findings: inout Findings) -> Reference? {
        text(name, isRequired: isRequired, &findings).flatMap { Reference(reading: $0, as: "'\(name)'", &findings) }
    }

    func identifiers(_ name: String, _ findings: inout Findings) -> [Reference] {
        list(name, &findings).compactMap { node in
            guard case .string(let value)? = node.scalar?.value else {
                findings.report(CACAOProblem.wrongType, "'\(name)' holds identifiers", at: node)
                return nil
            }
            return Reference(reading: Text(value, node), as: "an entry of '\(name)'", &findings)
        }
    }

    func timestamp(_ name: String, isRequired: Bool = false, _ findings: inout Findings) -> Moment? {
        guard let text = text(name, isRequired: isRequired, &findings) else { return nil }
        guard let moment = Moment(text) else {
            findings.report(
                CACAOProblem.badTimestamp,
                "'\(name)' is a timestamp, not \(DisplayText.quoted(text.value))",
                at: text.node,
                remedy: "write it in UTC: 2026-01-31T12:00:00.000Z"
            )
            return nil
        }
        return moment
    }

    func list(_ name: String, _ findings: inout Findings) -> [YAMLNode] {
        guard let node = self[name] else { return [] }
        guard case .sequence(let items) = node.content else {
            reportType(name, "a list", &findings)
            return []
        }
        if items.isEmpty { findings.report(CACAOProblem.badValue, "'\(name)' is there and empty", at: node) }
        return items
    }

    func texts(_ name: String, _ findings: inout Findings) -> [Text] {
        list(name, &findings).compactMap { node in
            if case .string(let value)? = node.scalar?.value { return Text(value, node) }
            findings.report(CACAOProblem.wrongType, "'\(name)' holds texts, but this is \(node.jsonKind)", at: node)
            return nil
        }
    }

    /// The members of a dictionary.
    func members(_ name: String, _ findings: inout Findings) -> [YAMLEntry] {
        guard let node = self[name] else { return [] }
        guard case .mapping(let entries) = node.content else {
            reportType(name, "an object", &findings)
            return []
        }
        return entries
    }

    private func reportType(_ name: String, _ expected: String, _ findings: inout Findings) {
        guard let node = self[name] else { return }
        findings.report(CACAOProblem.wrongType, "'\(name)' is \(expected), but this is \(node.jsonKind)", at: node)
    }
}

extension YAMLNode {
    /// Completes "but this is …", in JSON's words.
    var jsonKind: String {
        switch content {
        case .sequence: "a list"
        case .mapping: "an object"
        case .scalar: isNull ? "null" : kind
        }
    }
}
