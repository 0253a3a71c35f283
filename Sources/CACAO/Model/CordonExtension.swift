internal import CEL
internal import Playbooks

/// What CACAO lacks and Cordon needs, as an extension of CACAO: `docs/cacao.md` describes it.
package enum CordonExtension {
    /// Fixed for ever: files name it.
    static let id = "extension-definition--0b184d06-b86f-43b2-8a22-5c514470d99a"
    /// The type of a command that is an action of Cordon.
    static let command = "cordon"
    static let version = "1.0.0"

    /// Properties of a playbook.
    package static let playbookKeys = ["type", "playbook", "mode", "severity", "on", "guard", "inputs", "always"]
    /// Properties of a step.
    package static let stepKeys = [
        "type", "id", "if", "condition", "cases", "step", "at_most", "touches", "approval", "retry", "expires",
        "within", "call", "with",
    ]
    /// Properties of an agent or a target.
    package static let agentKeys = ["type", "connection"]

    /// The connection that an agent or a target stands for.
    static func connection(_ node: YAMLNode, _ findings: inout Findings) -> Text? {
        properties(node, of: "Cordon's extension of an agent", agentKeys, &findings)?.text("connection", &findings)
    }

    /// Nil, and reported, where the extension is no object; a property that it does not have is an error, because what
    /// Cordon does would be otherwise than its author thinks.
    static func properties(
        _ node: YAMLNode,
        of owner: String,
        _ known: [String],
        _ findings: inout Findings
    ) -> Properties? {
        guard case .mapping(let entries) = node.content else {
            findings.report(CACAOProblem.badExtension, "\(owner) is an object, but this is \(node.jsonKind)", at: node)
            return nil
        }
        for entry in entries where !known.contains(entry.key) {
            findings.report(
                CACAOProblem.badExtension,
                "\(owner) has no property \(DisplayText.quoted(entry.key))",
                at: findings.source.span(ofKey: entry),
                remedy: Spelling.closest(to: entry.key, among: known).map { "did you mean '\($0)'?" }
                    ?? "it has \(known.joined(separator: ", "))"
            )
        }
        return Properties(node, of: owner, known: known + entries.map(\.key), &findings)
    }
}
