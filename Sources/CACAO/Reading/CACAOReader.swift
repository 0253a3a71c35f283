internal import CEL
internal import Domain
internal import Playbooks

/// One CACAO file on its way from JSON to ``CACAOPlaybook``, with everything that is wrong with it.
struct CACAOReader {
    let now: Instant?
    var findings: Findings
    /// The extensions that are defined; nil while that is not known.
    var extensions: Set<String> = []
    private(set) var signatures: [SignatureVerdict] = []

    init(_ source: SourceText, now: Instant?) {
        findings = Findings(source)
        self.now = now
    }

    static let known = [
        "type", "spec_version", "id", "name", "description", "playbook_types", "playbook_activities",
        "playbook_processing_summary", "created_by", "created", "modified", "revoked", "valid_from", "valid_until",
        "derived_from", "related_to", "priority", "severity", "impact", "industry_sectors", "labels",
        "external_references", "markings", "playbook_variables", "workflow_start", "workflow_exception", "workflow",
        "playbook_extensions", "authentication_info_definitions", "agent_definitions", "target_definitions",
        "extension_definitions", "data_marking_definitions", "signatures",
    ]

    /// Nil where too much is missing to go on.
    mutating func playbook(_ root: YAMLNode) -> CACAOPlaybook? {
        guard isPlaybook(root), hasVersion(root),
            let properties = Properties(root, of: "a playbook", known: Self.known, &findings)
        else { return nil }
        extensions = Set(properties.members("extension_definitions", &findings).map(\.key))
        readMetadata(properties)
        let id = properties.identifier("id", isRequired: true, &findings)
        let name = properties.text("name", isRequired: true, &findings)
        let created = properties.timestamp("created", isRequired: true, &findings)
        let modified = properties.timestamp("modified", isRequired: true, &findings)
        checkTimes(created, modified)
        let valid = validity(properties)
        let variables = self.variables(properties, "playbook_variables", isGlobal: true)
        let agents = agentTargets(properties, "agent_definitions")
        let targets = agentTargets(properties, "target_definitions")
        checkSecrets(properties)
        signatures = checkSignatures(root, properties)
        let start = properties.identifier("workflow_start", isRequired: true, &findings)
        let steps = self.steps(properties)
        let cordon = cordonExtension(properties, "playbook_extensions")
        let exception = properties.identifier("workflow_exception", &findings)
        guard let id, let name, let start else { return nil }
        checkPrefix(id, "playbook")
        let playbook = CACAOPlaybook(
            id: id.id,
            name: name,
            summary: properties.text("description", &findings),
            modified: modified?.text ?? "",
            severity: severity(properties),
            validFrom: valid.from,
            validUntil: valid.until,
            variables: variables,
            start: start,
            exception: exception,
            steps: steps,
            agents: agents,
            targets: targets,
            cordon: cordon,
            root: root
        )
        checkReferences(playbook)
        return playbook
    }

    private mutating func isPlaybook(_ root: YAMLNode) -> Bool {
        guard case .mapping = root.content else {
            findings.report(
                CACAOProblem.notAPlaybook,
                "a playbook is an object, but this is \(root.jsonKind)",
                at: root
            )
            return false
        }
        guard let type = root["type"], type.scalar?.text == "playbook" else {
            let written = root["type"]?.scalar.map { ", and this one is \(DisplayText.quoted($0.text))" } ?? ""
            findings.report(
                CACAOProblem.notAPlaybook,
                "the 'type' of a playbook is 'playbook'\(written)",
                at: place(root["type"], or: root)
            )
            return false
        }
        return true
    }

    private mutating func hasVersion(_ root: YAMLNode) -> Bool {
        guard root["spec_version"]?.scalar?.value != .string("cacao-2.0") else { return true }
        let written = root["spec_version"]?.scalar.map { ", not \(DisplayText.quoted($0.text))" } ?? ""
        findings.report(
            CACAOProblem.wrongVersion,
            "'spec_version' is 'cacao-2.0'\(written)",
            at: place(root["spec_version"], or: root),
            remedy: "earlier versions name steps and variables otherwise: have the playbook's producer convert it"
        )
        return false
    }

    private mutating func severity(_ properties: Properties) -> (number: Int64, node: YAMLNode)? {
        guard let number = properties.number("severity", in: 0...100, &findings), let node = properties["severity"]
        else { return nil }
        return (number, node)
    }

    func place(_ node: YAMLNode?, or object: YAMLNode) -> SourceSpan {
        node.map { findings.source.span(of: $0) } ?? findings.source.span(from: object.start, to: object.start)
    }

    mutating func checkPrefix(_ reference: Reference, _ type: String) {
        guard let identifier = Identifier(reference.id), identifier.prefix != type else { return }
        let message = "this identifies a '\(identifier.prefix)', but it is of type \(DisplayText.quoted(type))"
        report(.wrongPrefix, message, at: reference.node)
    }

    mutating func report(_ problem: CACAOProblem, _ message: String, at node: YAMLNode, remedy: String? = nil) {
        findings.report(problem, message, at: node, remedy: remedy)
    }
}
