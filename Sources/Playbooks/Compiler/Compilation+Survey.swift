internal import Domain

extension Compilation {
    mutating func surveySteps(_ fields: YAMLFields) -> StepSurvey {
        var survey = StepSurvey()
        if let node = fields["steps"], let nodes = fields.list("steps", &findings) {
            if nodes.isEmpty { report(.noSteps, "a playbook without steps does nothing", at: node) }
            survey.main = drafts(nodes, depth: 0, &survey.count)
        }
        if let nodes = fields.list("always", &findings) {
            survey.always = drafts(nodes, depth: 0, &survey.count)
        }
        if survey.count > limits.stepsMax, let node = fields["steps"] {
            report(.tooManySteps, "\(survey.count) steps; a playbook has at most \(limits.stepsMax)", at: node)
            return StepSurvey()
        }
        checkDuplicates(survey)
        templates = Array(repeating: nil, count: survey.count)
        return survey
    }

    private mutating func drafts(_ nodes: [YAMLNode], depth: Int, _ count: inout Int) -> [StepSurvey.Draft] {
        var drafts: [StepSurvey.Draft] = []
        for node in nodes {
            let number = count
            count += 1
            let id = name(node["id"], of: "a step's id")
            let kind = StepKind(node)
            let lists = kind.map { self.lists(of: node, $0, depth: depth, &count) } ?? []
            drafts.append(StepSurvey.Draft(node: node, number: number, id: id, kind: kind, lists: lists))
        }
        return drafts
    }

    private mutating func lists(
        of node: YAMLNode,
        _ kind: StepKind,
        depth: Int,
        _ count: inout Int
    ) -> [[StepSurvey.Draft]] {
        switch kind {
        case .parallel: return list(node["parallel"], "'parallel'", depth, &count).map { [$0] } ?? []
        case .group, .loop: return list(node["steps"], "'steps'", depth, &count).map { [$0] } ?? []
        case .choose: return branches(of: node, depth, &count)
        case .action, .wait, .approval, .call, .set, .fail, .end: return []
        }
    }

    private mutating func branches(of node: YAMLNode, _ depth: Int, _ count: inout Int) -> [[StepSurvey.Draft]] {
        var lists: [[StepSurvey.Draft]] = []
        if case .sequence(let branches)? = node["choose"]?.content {
            for branch in branches { lists.append(list(branch["steps"], "'steps'", depth, &count) ?? []) }
        }
        if let otherwise = list(node["otherwise"], "'otherwise'", depth, &count) { lists.append(otherwise) }
        return lists
    }

    /// Nil where there is none.
    private mutating func list(
        _ node: YAMLNode?,
        _ what: String,
        _ depth: Int,
        _ count: inout Int
    ) -> [StepSurvey.Draft]? {
        guard let node else { return nil }
        guard case .sequence(let nodes) = node.content else {
            findings.report(YAMLProblem.wrongType, "\(what) is a list of steps, but this is \(node.kind)", at: node)
            return []
        }
        guard depth < PlaybookLimits.nestingMax else {
            report(.tooDeep, "steps within steps, more than \(PlaybookLimits.nestingMax) deep", at: node)
            return []
        }
        if nodes.isEmpty { report(.noSteps, "\(what) without steps does nothing", at: node) }
        return drafts(nodes, depth: depth + 1, &count)
    }

    private mutating func checkDuplicates(_ survey: StepSurvey) {
        var first: [String: YAMLNode] = [:]
        for draft in survey.drafts {
            guard let field = draft.field, let id = draft.id, let node = draft.node["id"] else { continue }
            guard let other = first[field] else {
                first[field] = node
                continue
            }
            let message = "a step '\(other.scalar?.text ?? id)' stands in line \(other.start.line) already"
            let remedy = other.scalar?.text == id ? nil : "in expressions '-' and '_' are the same"
            report(.duplicateStep, message, at: node, remedy: remedy)
        }
    }
}
