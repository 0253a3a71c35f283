internal import CEL
internal import Playbooks

extension CACAOReader {
    static let common = [
        "type", "name", "description", "external_references", "delay", "timeout", "step_variables", "owner",
        "on_completion", "on_success", "on_failure", "step_extensions",
    ]

    /// The properties of each type of step besides the common ones.
    static let own: [String: [String]] = [
        "start": [], "end": [],
        "action": ["commands", "agent", "targets", "in_args", "out_args"],
        "playbook-action": ["playbook_id", "playbook_version", "in_args", "out_args"],
        "parallel": ["next_steps"],
        "if-condition": ["condition", "on_true", "on_false"],
        "while-condition": ["condition", "on_true"],
        "switch-condition": ["switch", "cases"],
    ]

    /// Those of 'workflow' that are right, in the order of the text.
    mutating func steps(_ properties: Properties) -> [WorkflowStep] {
        guard let node = properties["workflow"] else {
            properties.reportMissing("workflow", &findings)
            return []
        }
        guard case .mapping = node.content else {
            report(.wrongType, "'workflow' is an object of steps, but this is \(node.jsonKind)", at: node)
            return []
        }
        return properties.members("workflow", &findings).compactMap { step($0) }
    }

    private mutating func step(_ entry: YAMLEntry) -> WorkflowStep? {
        let key = Reference(reading: Text(entry.key, entry.keyNode), as: "the key of a step", &findings)
        let type = entry.value["type"]?.scalar?.text ?? ""
        if Self.own[type] == nil { reportType(type, entry) }
        let known = Self.common + (Self.own[type] ?? Self.own.values.joined().map(\.self))
        guard case .mapping = entry.value.content,
            let properties = Properties(entry.value, of: "a step", known: known, &findings)
        else { return nil }
        if let key, Self.own[type] != nil { checkPrefix(key, type) }
        let variables = self.variables(properties, "step_variables", isGlobal: false)
        let next = self.next(properties, type)
        let body = self.body(properties, type)
        let delay = time(properties, "delay")
        let timeout = time(properties, "timeout")
        let cordon = cordonExtension(properties, "step_extensions")
        return WorkflowStep(
            id: entry.key,
            key: entry.keyNode,
            node: entry.value,
            name: properties.text("name", &findings)?.value,
            delay: delay,
            timeout: timeout,
            variables: variables,
            next: next,
            body: body ?? .broken,
            cordon: cordon
        )
    }

    private mutating func reportType(_ type: String, _ entry: YAMLEntry) {
        guard case .mapping = entry.value.content else {
            report(.wrongType, "a step is an object, but this is \(entry.value.jsonKind)", at: entry.value)
            return
        }
        guard let node = entry.value["type"] else {
            let start = findings.source.span(from: entry.value.start, to: entry.value.start)
            findings.report(CACAOProblem.missingProperty, "a step needs 'type'", at: start)
            return
        }
        let types = Self.own.keys.sorted()
        let remedy = Spelling.closest(to: type, among: types).map { "did you mean '\($0)'?" }
        let message = "there is no step of type \(DisplayText.quoted(type))"
        report(.unknownStepType, message, at: node, remedy: remedy ?? "there are \(types.joined(separator: ", "))")
    }

    /// Nothing, and a remark, where it is 0.
    private mutating func time(_ properties: Properties, _ name: String) -> (milliseconds: Int64, node: YAMLNode)? {
        guard let number = properties.number(name, in: 0...Int64.max, &findings), let node = properties[name] else {
            return nil
        }
        if number == 0 {
            if name == "timeout" { carelessness("a timeout of 0 is taken as none", at: node) }
            return nil
        }
        return (number, node)
    }

    private mutating func next(_ properties: Properties, _ type: String) -> WorkflowStep.Next {
        let completion = properties.identifier("on_completion", &findings)
        let success = properties.identifier("on_success", &findings)
        let failure = properties.identifier("on_failure", &findings)
        let forbidden = ["end": ["on_completion", "on_success", "on_failure"], "start": ["on_success", "on_failure"]]
        for name in forbidden[type] ?? [] {
            if let node = properties[name] {
                report(.conflictingNext, "a step of type '\(type)' has no '\(name)'", at: node)
            }
        }
        guard type != "end" else { return .none }
        if let completion {
            for name in ["on_success", "on_failure"] where type != "start" {
                guard let node = properties[name] else { continue }
                report(.conflictingNext, "a step with 'on_completion' has no '\(name)'", at: node)
            }
            return .completion(completion)
        }
        guard let success else {
            if properties["on_completion"] == nil, properties["on_success"] == nil { reportNoNext(properties, type) }
            return .none
        }
        return .outcome(success: success, failure: failure)
    }

    private mutating func reportNoNext(_ properties: Properties, _ type: String) {
        findings.report(
            CACAOProblem.noNextStep,
            "nothing comes after this step: it needs 'on_completion'\(type == "start" ? "" : " or 'on_success'")",
            at: findings.source.span(from: properties.node.start, to: properties.node.start),
            remedy: "let the last step of a playbook, or of a branch, lead to an 'end' step"
        )
    }
}
