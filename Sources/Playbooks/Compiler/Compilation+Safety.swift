internal import CEL
internal import Domain

// What a playbook as a whole must not do.
extension Compilation {
    mutating func checkSafety(_ fields: YAMLFields, guards: Playbook.Guards, _ survey: StepSurvey) {
        checkLimit(fields, guards, survey)
        checkFinal(fields, survey)
        checkProof(survey)
        checkOpenReach(fields, survey)
        checkReach(survey)
    }

    /// There is no unlimited default.
    private mutating func checkLimit(_ fields: YAMLFields, _ guards: Playbook.Guards, _ survey: StepSurvey) {
        // A limit that is there and not right has been reported.
        guard guards.limits.isEmpty, isEmpty(fields["guard"]?["limit"]) else { return }
        for draft in survey.drafts {
            guard let (action, node) = touching(draft) else { continue }
            report(
                .noLimit,
                "'\(action)' acts on devices, and this playbook has no limit",
                at: node,
                remedy: "add guard: {limit: {devices: 25, per: 10m}}"
            )
            return
        }
    }

    /// An action that touches the device, or the call of a playbook that has one.
    private func touching(_ draft: StepSurvey.Draft) -> (String, YAMLNode)? {
        if let (action, node) = action(of: draft) { return action.touchesDevice ? (action.name, node) : nil }
        guard let called = called(by: draft), let node = draft.node["call"] else { return nil }
        return called.steps.contains { $0.call?.descriptor.touchesDevice ?? false } ? (called.name, node) : nil
    }

    /// What passes every guard because nobody said that it touches the device. Who starts a run by hand has looked.
    private mutating func checkOpenReach(_ fields: YAMLFields, _ survey: StepSurvey) {
        guard fields["on"]?["event"]?.scalar?.text != Playbook.Trigger.manual else { return }
        for draft in survey.drafts {
            guard let (name, node) = openReach(draft) else { continue }
            report(
                .unsaidReach,
                "only its receiver knows whether '\(name)' touches the device, and no guard holds it",
                at: node,
                remedy: "say touches: device, and every guard counts, or touches: nothing"
            )
        }
    }

    /// A step that may touch the device, or the call of a playbook that has one.
    private func openReach(_ draft: StepSurvey.Draft) -> (String, YAMLNode)? {
        if let (action, node) = action(of: draft) {
            guard case .action(let call)? = templates[draft.number]?.body, call.hasOpenReach else { return nil }
            return (action.name, node)
        }
        guard let called = called(by: draft), let node = draft.node["call"] else { return nil }
        return called.steps.contains { $0.call?.hasOpenReach ?? false } ? (called.name, node) : nil
    }

    private func isEmpty(_ node: YAMLNode?) -> Bool {
        guard case .sequence(let limits)? = node?.content else { return node == nil }
        return limits.isEmpty
    }

    /// A proof of what this playbook does not do. One that touches nothing may prove what others did.
    private mutating func checkProof(_ survey: StepSurvey) {
        let actions = survey.drafts.flatMap { draft -> [ActionDescriptor] in
            if let (action, _) = action(of: draft) { return [action] }
            return called(by: draft)?.steps.compactMap { $0.call?.descriptor } ?? []
        }
        guard actions.contains(where: \.touchesDevice), !actions.contains(where: \.refusesCertificates) else { return }
        for draft in survey.drafts {
            guard let (action, node) = action(of: draft), action.provesContainment else { continue }
            report(
                .unprovable,
                "nothing here has the device's certificates refused, so '\(action.name)' cannot succeed",
                at: node,
                remedy: "add certificate.deactivate before session.disconnect"
            )
        }
    }

    /// A final action needs the decision of a person: one who approves it, or who starts the playbook.
    private mutating func checkFinal(_ fields: YAMLFields, _ survey: StepSurvey) {
        guard fields["on"]?["event"]?.scalar?.text != Playbook.Trigger.manual else { return }
        for draft in survey.drafts {
            guard let (action, node) = unapproved(draft) else { continue }
            report(
                .finalAction,
                "'\(action)' cannot be undone, so a person has to agree to it",
                at: node,
                remedy: "add approval: {within: 30m}, or use a playbook with on: {event: manual}"
            )
        }
    }

    private func unapproved(_ draft: StepSurvey.Draft) -> (String, YAMLNode)? {
        if let (action, node) = action(of: draft) {
            return action.reversal == .final && draft.node["approval"] == nil ? (action.name, node) : nil
        }
        guard let called = called(by: draft), let node = draft.node["call"] else { return nil }
        let isUnapproved = called.steps.contains { step in
            guard let call = step.call else { return false }
            return call.descriptor.reversal == .final && call.approval == nil
        }
        return isUnapproved ? (called.name, node) : nil
    }

    /// A run has one mode, so a playbook that only drills is not called by one that acts.
    mutating func checkCalls(_ header: Header, _ survey: StepSurvey) {
        for draft in survey.drafts {
            guard let called = called(by: draft), let node = draft.node["call"], let mode = header.mode,
                called.mode < mode
            else { continue }
            report(
                .stricterCall,
                "'\(called.name)' is in mode \(called.mode.text), and this playbook in mode \(mode.text)",
                at: node,
                remedy: "a run has one mode: give both the same, or this one the stricter"
            )
        }
    }

    private mutating func checkReach(_ survey: StepSurvey) {
        checkReach(of: survey.main)
        checkReach(of: survey.always)
        for draft in survey.drafts where draft.kind != .parallel { for list in draft.lists { checkReach(of: list) } }
    }

    /// A step that waits for the failure of a step which ends the list when it fails, or that stands behind the end.
    private mutating func checkReach(of drafts: [StepSurvey.Draft]) {
        var stopping: [String: String] = [:]
        var end: String?
        for draft in drafts {
            if let end {
                report(
                    .unreachableStep,
                    "this step is never reached: '\(end)' ends the list",
                    at: draft.node["id"] ?? draft.node
                )
                return
            }
            guard let step = templates[draft.number] else { continue }
            if let condition = step.condition, let node = draft.node["if"],
                let id = Self.failureRequired(by: condition).lazy.compactMap({ stopping[$0] }).first
            {
                let message = "this step is never reached: where '\(id)' fails, the run stops"
                report(.unreachableStep, message, at: node, remedy: "give '\(id)' on_failure: continue")
            }
            if case .stop = step.onFailure, let field = draft.field { stopping[field] = step.id }
            if step.condition == nil, draft.kind?.mayFail == false { end = step.id }
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

    /// By its name, and what it says that it touches: what else is wrong with the step does not matter here.
    private func action(of draft: StepSurvey.Draft) -> (ActionDescriptor, YAMLNode)? {
        guard let node = draft.node["action"], let name = node.scalar?.text else { return nil }
        let reach = (draft.node["touches"]?.scalar?.text).flatMap(ActionDescriptor.Reach.init(rawValue:))
        return context.actions[name].map { ($0.saying(reach), node) }
    }
}
