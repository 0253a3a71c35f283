internal import CEL
public import Domain
public import Playbooks

/// A playbook of Cordon as one of CACAO 2.0.
///
/// Steps that CACAO has in its own words become those: `parallel`, `choose`, `call`, and an action step for what is
/// done. What CACAO lacks stands in Cordon's extension, so that importing gives back the same playbook.
public struct CACAOExporter: Sendable {
    private let now: Instant
    private let creator: String?

    /// `creator` is a STIX identity; one of Cordon's own unless given.
    public init(now: Instant, creator: String? = nil) {
        self.now = now
        self.creator = creator
    }

    public static func isIdentity(_ text: String) -> Bool { Identifier(text)?.prefix == "identity" }

    /// - Precondition: the playbook compiles.
    public func export(bytes: [UInt8], file: String) throws(PlaybookRejected) -> String {
        do throws(YAMLRejected) {
            let document = try YAMLReader().read(bytes: bytes, file: file)
            guard let root = document.root else { preconditionFailure("a playbook that compiles is not empty") }
            return JSONLayout.text(of: playbook(root))
        } catch {
            throw PlaybookRejected(error.findings)
        }
    }

    private func playbook(_ root: YAMLNode) -> YAMLNode {
        let name = root["playbook"]?.scalar?.text ?? ""
        let text = { (text: String) in Made.text(text, at: root) }
        var workflow = WorkflowExport(playbook: name, root: root)
        let start = workflow.add(root["steps"])
        let creator = self.creator ?? "identity--\(DerivedID.uuid("creator"))"
        var members: [(String, YAMLNode)] = [
            ("type", text("playbook")), ("spec_version", text("cacao-2.0")),
            ("id", text(DerivedID.playbook(name))), ("name", text(name)),
        ]
        if let summary = root["description"] { members.append(("description", text(summary.scalar?.text ?? ""))) }
        members += [("created_by", text(creator)), ("created", text(moment)), ("modified", text(moment))]
        if let severity = Self.severity(root) { members.append(("severity", Made.number(severity, at: root))) }
        members += [
            ("workflow_start", text(start)), ("workflow", Made.mapping(workflow.steps, at: root)),
            ("playbook_extensions", Made.mapping([(CordonExtension.id, extended(root))], at: root)),
            ("agent_definitions", Made.mapping([(workflow.agent, Self.agent(at: root))], at: root)),
            (
                "extension_definitions",
                Made.mapping([(CordonExtension.id, Self.definition(creator, at: root))], at: root)
            ),
        ]
        return Made.mapping(members, at: root)
    }

    /// Everything of the playbook but for its steps, as it is.
    private func extended(_ root: YAMLNode) -> YAMLNode {
        let members = CordonExtension.playbookKeys.compactMap { key in root[key].map { (key, $0) } }
        return Made.mapping([("type", Made.text(CordonExtension.command, at: root))] + members, at: root)
    }

    private static func agent(at node: YAMLNode) -> YAMLNode {
        let text = { (text: String) in Made.text(text, at: node) }
        return Made.mapping([("type", text("organization")), ("name", text("Cordon"))], at: node)
    }

    private static func definition(_ creator: String, at node: YAMLNode) -> YAMLNode {
        let text = { (text: String) in Made.text(text, at: node) }
        return Made.mapping(
            [
                ("type", text("extension-definition")), ("name", text("Cordon")),
                ("description", text("What CACAO lacks of a playbook of Cordon.")), ("created_by", text(creator)),
                ("schema", text("docs/cacao.md of Cordon")), ("version", text(CordonExtension.version)),
            ],
            at: node
        )
    }

    private static func severity(_ root: YAMLNode) -> Int64? {
        guard let word = root["severity"]?.scalar?.text, let severity = Severity(text: word) else { return nil }
        return switch severity {
        case .unknown: 0
        case .informational: 10
        case .low: 30
        case .medium: 50
        case .high: 70
        case .critical: 90
        }
    }

    /// To the millisecond, as the specification wants it.
    private var moment: String {
        let milliseconds = now.millisecondsSinceEpoch
        let rest = String(milliseconds % 1_000)
        let second = Timestamp(nanosecondsSinceEpoch: milliseconds / 1_000 * 1_000_000_000)
        return "\(second.description.dropLast()).\(String(repeating: "0", count: 3 - rest.count))\(rest)Z"
    }
}
