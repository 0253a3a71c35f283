internal import CEL
internal import Playbooks

// What each type of step has besides the common properties.
extension CACAOReader {
    /// Nil where it is not right.
    mutating func body(_ properties: Properties, _ type: String) -> WorkflowStep.Body? {
        switch type {
        case "start": .start
        case "end": .end
        case "action": action(properties)
        case "playbook-action": call(properties)
        case "parallel": parallel(properties)
        case "if-condition": ifCondition(properties)
        case "while-condition": whileCondition(properties)
        case "switch-condition": switchCondition(properties)
        default: nil
        }
    }

    private mutating func action(_ properties: Properties) -> WorkflowStep.Body? {
        let agent = properties.identifier("agent", isRequired: true, &findings)
        let targets = properties.identifiers("targets", &findings)
        let arguments = properties.texts("in_args", &findings)
        let results = properties.texts("out_args", &findings)
        if properties["commands"] == nil { properties.reportMissing("commands", &findings) }
        let nodes = properties.list("commands", &findings)
        let commands = nodes.compactMap { command($0) }
        guard let agent, !nodes.isEmpty else { return nil }
        return .action(
            .init(commands: commands, agent: agent, targets: targets, arguments: arguments, results: results)
        )
    }

    private mutating func call(_ properties: Properties) -> WorkflowStep.Body? {
        let id = properties.identifier("playbook_id", isRequired: true, &findings)
        _ = properties.timestamp("playbook_version", &findings)
        let arguments = properties.texts("in_args", &findings)
        let results = properties.texts("out_args", &findings)
        guard let id else { return nil }
        checkPrefix(id, "playbook")
        return .call(.init(playbook: id, arguments: arguments, results: results))
    }

    private mutating func parallel(_ properties: Properties) -> WorkflowStep.Body? {
        guard let node = properties["next_steps"] else {
            properties.reportMissing("next_steps", &findings)
            return nil
        }
        let steps = properties.identifiers("next_steps", &findings)
        if case .sequence(let items) = node.content, items.count == 1 {
            report(
                .tooFewBranches,
                "a parallel step has two branches or more",
                at: node,
                remedy: "let 'on_completion' lead to the one step instead"
            )
        }
        return steps.isEmpty ? nil : .parallel(steps)
    }

    private mutating func ifCondition(_ properties: Properties) -> WorkflowStep.Body? {
        let condition = properties.text("condition", isRequired: true, &findings)
        let isTrue = properties.identifier("on_true", isRequired: true, &findings)
        let isFalse = properties.identifier("on_false", &findings)
        guard let condition, let isTrue else { return nil }
        return .ifCondition(condition, isTrue: isTrue, isFalse: isFalse)
    }

    private mutating func whileCondition(_ properties: Properties) -> WorkflowStep.Body? {
        let condition = properties.text("condition", isRequired: true, &findings)
        let isTrue = properties.identifier("on_true", isRequired: true, &findings)
        guard let condition, let isTrue else { return nil }
        return .whileCondition(condition, isTrue: isTrue)
    }

    private mutating func switchCondition(_ properties: Properties) -> WorkflowStep.Body? {
        let value = properties.text("switch", isRequired: true, &findings)
        if properties["cases"] == nil { properties.reportMissing("cases", &findings) }
        let cases = properties.members("cases", &findings).compactMap { entry -> WorkflowStep.Case? in
            guard case .string(let id)? = entry.value.scalar?.value else {
                report(.wrongType, "a case leads to a step, but this is \(entry.value.jsonKind)", at: entry.value)
                return nil
            }
            let step = Reference(reading: Text(id, entry.value), as: "a case's step", &findings)
            return step.map { WorkflowStep.Case(value: Text(entry.key, entry.keyNode), step: $0) }
        }
        guard let value, !cases.isEmpty else { return nil }
        return .switchCondition(value, cases)
    }

    // MARK: - References

    /// Everything that names a step or an agent names one that there is.
    mutating func checkReferences(_ playbook: CACAOPlaybook) {
        // A step that is there and not right has been reported, and is no dangling reference besides.
        guard case .mapping(let entries)? = playbook.root["workflow"]?.content else { return }
        let ids = entries.map(\.key)
        for reference in [playbook.start, playbook.exception].compactMap(\.self) { checkStep(reference, ids) }
        for step in playbook.steps {
            for reference in step.successors + step.branches { checkStep(reference, ids) }
            if case .action(let action) = step.body { checkAgents(action, playbook) }
        }
        if let start = playbook[playbook.start.id], start.node["type"]?.scalar?.text != "start" {
            report(.badStart, "this is no 'start' step", at: playbook.start.node)
        }
        for step in playbook.steps where step.isStart && step.id != playbook.start.id {
            report(.badStart, "there is another 'start' step, which 'workflow_start' does not name", at: step.key)
        }
    }

    private mutating func checkStep(_ reference: Reference, _ ids: [String]) {
        guard !ids.contains(reference.id) else { return }
        report(
            .unknownStep,
            "there is no step \(DisplayText.quoted(reference.id))",
            at: reference.node,
            remedy: ids.contains { $0.hasPrefix(reference.id.prefix(reference.id.count - 4)) }
                ? "did you mean '\(Spelling.closest(to: reference.id, among: ids) ?? ids[0])'?" : nil
        )
    }

    private mutating func checkAgents(_ action: WorkflowStep.ActionBody, _ playbook: CACAOPlaybook) {
        let defined = { (name: String) -> Set<String> in
            guard case .mapping(let entries)? = playbook.root[name]?.content else { return [] }
            return Set(entries.map(\.key))
        }
        let (agents, targets) = (defined("agent_definitions"), defined("target_definitions"))
        for (reference, known, dictionary) in [(action.agent, agents, "agent_definitions")]
            + action.targets.map({ ($0, targets, "target_definitions") }) where !known.contains(reference.id)
        {
            let message = "\(DisplayText.quoted(reference.id)) is not in '\(dictionary)'"
            report(.unknownAgent, message, at: reference.node)
        }
    }
}
