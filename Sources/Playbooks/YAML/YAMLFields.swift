private import CEL
public import Domain

/// The keys of one mapping, checked: unknown and missing keys are reported when it is made, wrong types when a key
/// is read.
///
/// ```swift
/// let listen = YAMLFields(root, of: "the configuration", required: ["connections"], optional: ["listen"], &findings)
/// let address = listen?.text("listen", &findings) ?? "127.0.0.1:8080"
/// ```
public struct YAMLFields: Sendable {
    public let node: YAMLNode
    private let owner: String
    private let known: Set<String>
    private let entries: [String: YAMLEntry]

    /// Nil, and reported, where the node is no mapping.
    ///
    /// `owner` completes "… has no key 'x'", such as "a step"; `refused` are keys with a reason of their own in place
    /// of "unknown key".
    public init?(
        _ node: YAMLNode,
        of owner: String,
        required: [String] = [],
        optional: [String] = [],
        refused: [String: (any CataloguedProblem, String)] = [:],
        _ findings: inout Findings
    ) {
        guard case .mapping(let written) = node.content else {
            findings.report(YAMLProblem.wrongType, "\(owner) is a mapping, but this is \(node.kind)", at: node)
            return nil
        }
        self.node = node
        self.owner = owner
        let names = required + optional
        known = Set(names)
        entries = Dictionary(written.map { ($0.key, $0) }) { first, _ in first }
        for entry in written where !known.contains(entry.key) {
            if let (problem, message) = refused[entry.key] {
                findings.report(problem, message, at: findings.source.span(ofKey: entry))
            } else {
                Self.reportUnknown(entry, owner, names, &findings)
            }
        }
        for name in required where entries[name] == nil {
            let start = findings.source.span(from: node.start, to: node.start)
            findings.report(YAMLProblem.missingKey, "\(owner) needs the key '\(name)'", at: start)
        }
    }

    /// The keys of one of the language's forms.
    public init?(_ node: YAMLNode, _ form: Form, _ findings: inout Findings) {
        let required = form.keys.filter(\.isRequired).map(\.name)
        let optional = form.keys.filter { !$0.isRequired }.map(\.name)
        self.init(node, of: form.owner, required: required, optional: optional, &findings)
    }

    private static func reportUnknown(
        _ entry: YAMLEntry,
        _ owner: String,
        _ names: [String],
        _ findings: inout Findings
    ) {
        let remedy =
            Spelling.closest(to: entry.key, among: names).map { "did you mean '\($0)'?" }
            ?? "its keys are \(names.joined(separator: ", "))"
        findings.report(
            YAMLProblem.unknownKey,
            "\(owner) has no key \(DisplayText.quoted(entry.key))",
            at: findings.source.span(ofKey: entry),
            remedy: remedy
        )
    }

    /// What stands under a key.
    /// - Precondition: the key is among those that were named when this was made.
    public subscript(key: String) -> YAMLNode? {
        precondition(known.contains(key), "'\(key)' would have been reported as unknown")
        return entries[key]?.value
    }

    /// The place of a key itself.
    public func span(ofKey key: String, in source: SourceText) -> SourceSpan? {
        entries[key].map { source.span(ofKey: $0) }
    }

    /// A text that is not empty. Numbers and truth values are taken as they are written.
    public func text(_ key: String, _ findings: inout Findings) -> String? {
        guard let node = self[key] else { return nil }
        guard let scalar = node.scalar, !scalar.text.isEmpty, !node.isNull else {
            reportType(key, "a text", node, &findings)
            return nil
        }
        return scalar.text
    }

    public func flag(_ key: String, _ findings: inout Findings) -> Bool? {
        guard let node = self[key] else { return nil }
        guard case .bool(let flag)? = node.scalar?.value else {
            reportType(key, "true or false", node, &findings)
            return nil
        }
        return flag
    }

    public func number(_ key: String, in range: ClosedRange<Int>, _ findings: inout Findings) -> Int? {
        guard let node = self[key] else { return nil }
        guard case .int(let number)? = node.scalar?.value else {
            reportType(key, "a whole number", node, &findings)
            return nil
        }
        guard let number = Int(exactly: number), range.contains(number) else {
            let bounds = "from \(range.lowerBound) to \(range.upperBound)"
            findings.report(YAMLProblem.badValue, "'\(key)' is a number \(bounds)", at: node)
            return nil
        }
        return number
    }

    /// One of a few words.
    public func choice<Choice>(
        _ key: String,
        _ choices: [(String, Choice)],
        _ findings: inout Findings
    ) -> Choice? {
        guard let text = text(key, &findings), let node = self[key] else { return nil }
        if let match = choices.first(where: { $0.0 == text }) { return match.1 }
        let words = choices.map(\.0)
        let remedy = Spelling.closest(to: text, among: words).map { "did you mean '\($0)'?" }
        findings.report(
            YAMLProblem.badValue,
            "'\(key)' is one of \(words.joined(separator: ", ")), not \(DisplayText.quoted(text))",
            at: node,
            remedy: remedy
        )
        return nil
    }

    /// Longer than nothing, unless `zero` is allowed.
    public func duration(_ key: String, _ findings: inout Findings) -> Duration? {
        guard let node = self[key] else { return nil }
        return Self.duration(node, named: key, &findings)
    }

    public static func duration(_ node: YAMLNode, named name: String, _ findings: inout Findings) -> Duration? {
        if let text = node.scalar?.text, let duration = DurationText.parse(text), duration > .zero { return duration }
        let written = node.scalar.map { DisplayText.quoted($0.text) } ?? node.kind
        findings.report(
            YAMLProblem.badDuration,
            "'\(name)' is a length of time, not \(written)",
            at: node,
            remedy: "write \(DurationText.forms)"
        )
        return nil
    }

    public func list(_ key: String, _ findings: inout Findings) -> [YAMLNode]? {
        guard let node = self[key] else { return nil }
        guard case .sequence(let elements) = node.content else {
            reportType(key, "a list", node, &findings)
            return nil
        }
        return elements
    }

    /// The members of a mapping whose keys are the author's own.
    public func entries(_ key: String, _ findings: inout Findings) -> [YAMLEntry]? {
        guard let node = self[key] else { return nil }
        guard case .mapping(let entries) = node.content else {
            reportType(key, "a mapping", node, &findings)
            return nil
        }
        return entries
    }

    private func reportType(_ key: String, _ expected: String, _ node: YAMLNode, _ findings: inout Findings) {
        findings.report(YAMLProblem.wrongType, "'\(key)' is \(expected), but this is \(node.kind)", at: node)
    }
}
