internal import CEL
internal import Domain
internal import Playbooks

// What a playbook says of itself.
extension CACAOReader {
    /// What is read for its form alone: it changes nothing of what is done.
    mutating func readMetadata(_ properties: Properties) {
        _ = properties.identifier("created_by", isRequired: true, &findings)
        for name in ["derived_from", "related_to", "markings"] { _ = properties.identifiers(name, &findings) }
        for name in ["playbook_types", "playbook_activities", "industry_sectors", "labels"] {
            _ = properties.texts(name, &findings)
        }
        for name in ["priority", "impact"] { _ = properties.number(name, in: 0...100, &findings) }
        for reference in properties.list("external_references", &findings) { checkReference(reference) }
        checkSummary(properties)
        if properties["playbook_types"] != nil, properties["playbook_activities"] == nil {
            carelessness("with 'playbook_types' a playbook has 'playbook_activities'", at: properties["playbook_types"])
        }
        if properties.flag("revoked", &findings) == true, let node = properties["revoked"] {
            report(.revoked, "its creator has revoked this playbook", at: node, remedy: "ask for its successor")
        }
    }

    private mutating func checkReference(_ node: YAMLNode) {
        let known = ["name", "description", "source", "url", "external_id", "reference_id"]
        let reference = Properties(node, of: "an external reference", known: known, &findings)
        _ = reference?.text("name", isRequired: true, &findings)
    }

    private mutating func checkSummary(_ properties: Properties) {
        guard let node = properties["playbook_processing_summary"] else { return }
        let known = [
            "manual_playbook", "external_playbooks", "parallel_processing", "if_logic", "while_logic", "switch_logic",
            "temporal_logic", "data_markings", "digital_signatures", "countersigned_signatures", "extensions",
        ]
        let summary = Properties(node, of: "'playbook_processing_summary'", known: known, &findings)
        for name in known { _ = summary?.flag(name, &findings) }
    }

    mutating func checkTimes(_ created: Moment?, _ modified: Moment?) {
        for moment in [created, modified].compactMap(\.self) where moment.precision != 3 {
            carelessness("this timestamp has exactly three digits after the point", at: moment.node)
        }
        guard let created, let modified, modified.nanoseconds < created.nanoseconds else { return }
        report(.timesContradict, "the playbook was modified before it was created (\(created.text))", at: modified.node)
    }

    /// Where 'revoked' is true they are ignored.
    mutating func validity(_ properties: Properties) -> (from: Moment?, until: Moment?) {
        let from = properties.timestamp("valid_from", &findings)
        let until = properties.timestamp("valid_until", &findings)
        if let from, let until, until.nanoseconds <= from.nanoseconds {
            report(.timesContradict, "the playbook is valid until before it begins to be", at: until.node)
        }
        guard let now = now?.nanosecondsSinceEpoch else { return (from, until) }
        if let from, now < from.nanoseconds {
            report(.notValidNow, "the playbook is not valid before \(from.text)", at: from.node)
        }
        if let until, now >= until.nanoseconds {
            report(.notValidNow, "the playbook is no longer valid", at: until.node, remedy: "ask for its successor")
        }
        return (from, until)
    }

    mutating func carelessness(_ message: String, at node: YAMLNode?) {
        if let node { report(.carelessMetadata, message, at: node) }
    }

    // MARK: - Extensions

    /// The object of Cordon's extension in a dictionary of extensions.
    mutating func cordonExtension(_ properties: Properties, _ name: String) -> YAMLNode? {
        var found: YAMLNode?
        for entry in properties.members(name, &findings) {
            if !extensions.contains(entry.key) {
                findings.report(
                    CACAOProblem.undefinedExtension,
                    "\(DisplayText.quoted(entry.key)) is not in 'extension_definitions'",
                    at: findings.source.span(ofKey: entry)
                )
            }
            if entry.key == CordonExtension.id { found = entry.value }
        }
        return found
    }

    // MARK: - Agents and targets

    mutating func agentTargets(_ properties: Properties, _ name: String) -> [String: AgentTarget] {
        var found: [String: AgentTarget] = [:]
        for entry in properties.members(name, &findings) {
            if let agent = agentTarget(entry, of: name) { found[entry.key] = agent }
        }
        return found
    }

    private mutating func agentTarget(_ entry: YAMLEntry, of dictionary: String) -> AgentTarget? {
        let known = [
            "type", "name", "description", "location", "agent_target_extensions", "contact", "logical", "sector",
            "address", "port", "authentication_info", "category",
        ]
        let owner = dictionary == "agent_definitions" ? "an agent" : "a target"
        let key = Reference(reading: Text(entry.key, entry.keyNode), as: "a key of '\(dictionary)'", &findings)
        guard let properties = Properties(entry.value, of: owner, known: known, &findings) else { return nil }
        let type = properties.text("type", isRequired: true, &findings)
        let name = properties.text("name", isRequired: true, &findings)
        checkContact(properties)
        let cordon = cordonExtension(properties, "agent_target_extensions")
        guard let key, let type, let name else { return nil }
        checkPrefix(key, type.value)
        if type.value == "http-api", properties["address"] == nil { properties.reportMissing("address", &findings) }
        return AgentTarget(
            type: type.value,
            name: name,
            connection: cordon.flatMap { CordonExtension.connection($0, &findings) },
            node: entry.value
        )
    }

    private mutating func checkContact(_ properties: Properties) {
        guard let node = properties["contact"],
            let contact = Properties(node, of: "'contact'", known: ["email", "phone", "contact_details"], &findings)
        else { return }
        for entry in contact.members("email", &findings) {
            guard let text = entry.value.scalar?.text, text.wholeMatch(of: /[^\s@;`<>"']+@[^\s@;`<>"']+/) == nil else {
                continue
            }
            report(.badValue, "\(DisplayText.quoted(text)) is no address of electronic mail", at: entry.value)
        }
    }

    mutating func checkSecrets(_ properties: Properties) {
        for entry in properties.members("authentication_info_definitions", &findings) {
            for name in ["password", "token", "oauth_header"] {
                guard let secret = entry.value[name]?.scalar, !secret.text.isEmpty, !secret.text.contains("__:value"),
                    let node = entry.value[name]
                else { continue }
                report(.secretInPlaybook, "'\(name)' stands here for everybody to read; it is not used", at: node)
            }
        }
    }
}

extension YAMLEntry {
    /// The key as a node, for saying where it stands.
    var keyNode: YAMLNode {
        YAMLNode(.scalar(YAMLScalar(key, .doubleQuoted, .string(key))), from: keyStart, to: keyEnd)
    }
}
