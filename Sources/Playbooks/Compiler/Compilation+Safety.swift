internal import CEL
internal import Domain

// What a playbook as a whole must not do.
extension Compilation {
    mutating func checkSafety(_ fields: YAMLFields, guards: Playbook.Guards, _ survey: StepSurvey) {
        checkLimit(fields, guards, survey)
        checkFinal(fields, survey)
        checkReach(survey)
    }

    /// There is no unlimited default.
    private mutating func checkLimit(_ fields: YAMLFields, _ guards: Playbook.Guards, _ survey: StepSurvey) {
        // A limit that is there and not right has been reported.
        guard guards.limits.isEmpty, isEmpty(fields["guard"]?["limit"]) else { return }
        for draft in survey.drafts {
            guard let (action, node) = action(of: draft), action.touchesDevice else { continue }
            report(
                .noLimit,
                "'\(action.name)' acts on devices, and this playbook has no limit",
                at: node,
                remedy: "add guard: {limit: {devices: 25, per: 10m}}"
            )
            return
        }
    }

    private func isEmpty(_ node: YAMLNode?) -> Bool {
        guard case .sequence(let limits)? = node?.content else { return node == nil }
        return limits.isEmpty
    }

    /// A final action needs the decision of a person. This version has no approvals, so the person is the one who
    /// starts the playbook: one that events start may not be final.
    private mutating func checkFinal(_ fields: YAMLFields, _ survey: StepSurvey) {
        guard fields["on"]?["event"]?.scalar?.text != Playbook.Trigger.manual else { return }
        for draft in survey.drafts {
            guard let (action, node) = action(of: draft), action.reversal == .final else { continue }
            report(
                .finalAction,
                "'\(action.name)' cannot be undone, so a person has to start it",
                at: node,
                remedy: "move it to a playbook with on: {event: manual}"
            )
        }
    }

    /// A step that waits for the failure of a step which ends the run when it fails.
    private mutating func checkReach(_ survey: StepSurvey) {
        var stopping: [String: String] = [:]
        for draft in survey.main {
            if let step = steps[draft.index.position], let condition = step.condition, let node = draft.node["if"] {
                if let id = Self.failureRequired(by: condition).lazy.compactMap({ stopping[$0] }).first {
                    let message = "this step is never reached: where '\(id)' fails, the run stops"
                    report(.unreachableStep, message, at: node, remedy: "give '\(id)' on_failure: continue")
                }
            }
            if let step = steps[draft.index.position], step.onFailure == .stop, let field = draft.field {
                stopping[field] = step.id
            }
        }
    }

    /// The steps that must have failed wherever a condition is true.
    private static func failureRequired(by condition: Program) -> [String] {
        var fields = condition.requiredEqualities.compactMap { path, value -> String? in
            guard path.count == 3, path[0] == "steps" else { return nil }
            switch (path[2], value) {
            case ("failed", .bool(true)), ("ok", .bool(false)), ("status", .string("failed")): return path[1]
            default: return nil
            }
        }
        let words = condition.source.split(separator: ".")
        if words.count == 3, words[0] == "steps", words[2] == "failed" { fields.append(String(words[1])) }
        return fields
    }

    /// By its name alone: what else is wrong with the step does not matter here.
    private func action(of draft: StepSurvey.Draft) -> (ActionDescriptor, YAMLNode)? {
        guard let node = draft.node["action"], let name = node.scalar?.text else { return nil }
        return context.actions[name].map { ($0, node) }
    }
}
