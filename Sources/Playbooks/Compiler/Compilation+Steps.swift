internal import CEL
internal import Domain

extension Compilation {
    mutating func compileSteps(_ survey: StepSurvey) {
        var place = ExpressionPlace.step(after: [], hasItem: false)
        compile(survey.main, &place)
        place.uncertain = place.done
        compile(survey.always, &place)
    }

    /// Steps that run one after the other. What they are called is known to those that come after.
    private mutating func compile(_ drafts: [StepSurvey.Draft], _ place: inout ExpressionPlace) {
        for position in drafts.indices {
            compile(drafts[position], place, among: drafts, at: position)
            place.done.formUnion(drafts[position].seenFromBehind)
        }
    }

    private mutating func compile(
        _ draft: StepSurvey.Draft,
        _ place: ExpressionPlace,
        among siblings: [StepSurvey.Draft],
        at position: Int
    ) {
        guard let fields = stepFields(draft), let kind = draft.kind else { return }
        let condition = condition(fields["if"], at: place)
        if let condition, let node = fields["if"] { checkHolds(condition, at: node) }
        let onFailure = kind.mayFail ? onFailure(fields, among: siblings, at: position) : .stop
        let timeout = kind.holdsSteps ? fields.duration("timeout", &findings) : nil
        let body = body(draft, kind, fields, place.holding(condition))
        guard let body, let id = draft.id, let onFailure else { return }
        templates[draft.number] = TemplateStep(
            id: id,
            span: findings.source.span(of: draft.node["id"] ?? draft.node),
            condition: condition,
            body: body,
            timeout: timeout,
            onFailure: onFailure
        )
    }

    private mutating func stepFields(_ draft: StepSurvey.Draft) -> YAMLFields? {
        guard let kind = draft.kind else {
            reportUnclear(draft.node)
            return nil
        }
        return YAMLFields(draft.node, kind.form, &findings)
    }

    private mutating func reportUnclear(_ node: YAMLNode) {
        guard case .mapping(let entries) = node.content else {
            findings.report(YAMLProblem.wrongType, "a step is a mapping, but this is \(node.kind)", at: node)
            return
        }
        let kinds = entries.filter { StepKind(rawValue: $0.key) != nil }
        if kinds.count > 1 {
            let message = "a step is one thing: \(kinds.map { "'\($0.key)'" }.joined(separator: " or "))"
            findings.report(PlaybookProblem.unclearStep, message, at: findings.source.span(ofKey: kinds[1]))
            return
        }
        let known = StepKind.allCases.map(\.key)
        let near = entries.lazy.compactMap { entry in Self.suggestion(for: entry.key, among: known) }.first
        report(
            .unclearStep,
            "a step has one of \(known.joined(separator: ", "))",
            at: node,
            remedy: near
        )
    }

    private mutating func body(
        _ draft: StepSurvey.Draft,
        _ kind: StepKind,
        _ fields: YAMLFields,
        _ place: ExpressionPlace
    ) -> TemplateStep.Body? {
        switch kind {
        case .action: return actionCall(fields, place).map { .action($0) }
        case .parallel:
            let branches = draft.lists.first ?? []
            for position in branches.indices { compile(branches[position], place, among: [], at: 0) }
            return .parallel
        case .group:
            compileLists(of: draft, place)
            return .group
        case .choose: return choose(draft, fields, place)
        case .loop: return loop(draft, fields, place)
        case .wait: return wait(fields, place).map { .wait($0) }
        case .approval: return approval(fields["approval"]).map { .approval($0) }
        case .call: return call(fields, place)
        case .set: return set(fields, place)
        case .fail: return sentence(fields, "fail", place).map { .fail($0) }
        case .end: return sentence(fields, "end", place).map { .end($0) }
        }
    }

    mutating func compileLists(of draft: StepSurvey.Draft, _ place: ExpressionPlace) {
        for list in draft.lists {
            var place = place
            compile(list, &place)
        }
    }

    /// Nil where it is not right.
    private mutating func onFailure(
        _ fields: YAMLFields,
        among siblings: [StepSurvey.Draft],
        at position: Int
    ) -> TemplateStep.OnFailure? {
        guard let node = fields["on_failure"] else { return .stop }
        if case .mapping = node.content {
            let jump = YAMLFields(node, Grammar.jump, &findings)
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
    ) -> TemplateStep.OnFailure? {
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
        return .goTo(siblings[target].number)
    }
}

extension StepSurvey.Draft {
    /// What later steps may name: it and what is within it, but for the steps of a loop, which are there several times.
    fileprivate var seenFromBehind: [String] {
        let own = field.map { [$0] } ?? []
        return kind == .loop ? own : own + lists.joined().flatMap(\.seenFromBehind)
    }
}

extension StepKind {
    var mayFail: Bool { self != .fail && self != .end }

    var holdsSteps: Bool {
        switch self {
        case .parallel, .group, .choose, .loop, .call: true
        case .action, .wait, .approval, .set, .fail, .end: false
        }
    }
}
