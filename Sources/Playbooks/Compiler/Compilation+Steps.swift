internal import CEL
internal import Domain

extension Compilation {
    mutating func compileSteps(_ survey: StepSurvey) {
        var done: Set<String> = []
        compile(survey.main, &done)
        compile(survey.always, &done)
    }

    /// Steps that run one after the other.
    private mutating func compile(_ drafts: [StepSurvey.Draft], _ done: inout Set<String>) {
        for position in drafts.indices {
            compile(drafts[position], done, among: drafts, at: position)
            for draft in drafts[position].all {
                if let field = draft.field { done.insert(field) }
            }
        }
    }

    private mutating func compile(
        _ draft: StepSurvey.Draft,
        _ done: Set<String>,
        among siblings: [StepSurvey.Draft],
        at position: Int
    ) {
        guard let fields = stepFields(draft) else { return }
        let place = ExpressionPlace.step(after: done)
        let condition = condition(fields["if"], at: place)
        if let condition, let node = fields["if"] { checkHolds(condition, at: node) }
        let onFailure = onFailure(fields, among: siblings, at: position)
        guard let body = body(draft, fields, place), let id = draft.id, let onFailure else { return }
        steps[draft.index.position] = Step(
            index: draft.index,
            id: id,
            condition: condition,
            body: body,
            onFailure: onFailure
        )
    }

    private static let parallelKeys = ["if", "parallel", "on_failure"]
    private static let actionKeys = ["if", "action", "with", "retry", "timeout", "within", "on_failure"]

    private mutating func stepFields(_ draft: StepSurvey.Draft) -> YAMLFields? {
        let hasAction = draft.node["action"] != nil
        let isParallel = draft.branches != nil
        var refused = LaterVersion.step
        if isParallel {
            for key in Self.actionKeys where !Self.parallelKeys.contains(key) {
                let message = "a step with 'parallel' takes no '\(key)'; give it to the branches"
                refused[key] = (PlaybookProblem.unclearStep, message)
            }
        } else if !hasAction, case .mapping(let entries) = draft.node.content,
            !entries.contains(where: { LaterVersion.step[$0.key] != nil })
        {
            report(.unclearStep, "a step has an 'action' or a 'parallel'", at: draft.node)
        }
        return YAMLFields(
            draft.node,
            of: "a step",
            required: ["id"],
            optional: isParallel ? Self.parallelKeys : Self.actionKeys,
            refused: refused,
            &findings
        )
    }

    private mutating func body(
        _ draft: StepSurvey.Draft,
        _ fields: YAMLFields,
        _ place: ExpressionPlace
    ) -> Step.Body? {
        guard let branches = draft.branches else { return actionCall(fields, place).map(Step.Body.action) }
        for position in branches.indices { compile(branches[position], place.done, among: [], at: 0) }
        return .parallel(branches.map(\.index))
    }

    /// Nil where it is not right.
    private mutating func onFailure(
        _ fields: YAMLFields,
        among siblings: [StepSurvey.Draft],
        at position: Int
    ) -> Step.OnFailure? {
        guard let node = fields["on_failure"] else { return .stop }
        if case .mapping = node.content {
            let jump = YAMLFields(node, of: "'on_failure'", required: ["go_to"], &findings)
            guard let target = jump?["go_to"], let id = jump?.text("go_to", &findings) else { return nil }
            return goTo(id, at: target, among: siblings, from: position)
        }
        return fields.choice("on_failure", [("stop", .stop), ("continue", .continue)], &findings)
    }

    private mutating func goTo(
        _ id: String,
        at node: YAMLNode,
        among siblings: [StepSurvey.Draft],
        from position: Int
    ) -> Step.OnFailure? {
        guard let target = siblings.firstIndex(where: { $0.id == id }) else {
            let ids = siblings.dropFirst(position + 1).compactMap(\.id)
            let remedy =
                Self.suggestion(for: id, among: ids)
                ?? "a jump leads to a later step of the same list, and none leads out of a branch"
            report(
                .unknownStep,
                "there is no step \(DisplayText.quoted(id)) to go to from here",
                at: node,
                remedy: remedy
            )
            return nil
        }
        guard target > position else {
            report(
                .backwardJump,
                "'\(id)' does not come later: a playbook only goes forward",
                at: node,
                remedy: "to try again use 'retry'"
            )
            return nil
        }
        return .goTo(siblings[target].index)
    }
}
