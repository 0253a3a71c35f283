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
        steps = Array(repeating: nil, count: survey.count)
        return survey
    }

    private mutating func drafts(_ nodes: [YAMLNode], depth: Int, _ count: inout Int) -> [StepSurvey.Draft] {
        var drafts: [StepSurvey.Draft] = []
        for node in nodes {
            let index = Step.Index(count)
            count += 1
            let id = name(node["id"], of: "a step's id")
            drafts.append(
                StepSurvey.Draft(node: node, index: index, id: id, branches: branches(of: node, depth: depth, &count))
            )
        }
        return drafts
    }

    /// Nil for a step that is no `parallel`.
    private mutating func branches(of node: YAMLNode, depth: Int, _ count: inout Int) -> [StepSurvey.Draft]? {
        guard let parallel = node["parallel"] else { return nil }
        guard case .sequence(let nodes) = parallel.content else {
            findings.report(
                YAMLProblem.wrongType,
                "'parallel' is a list of steps, but this is \(parallel.kind)",
                at: parallel
            )
            return []
        }
        guard depth < PlaybookLimits.parallelDepthMax else {
            let message = "'parallel' within 'parallel', more than \(PlaybookLimits.parallelDepthMax) deep"
            report(.tooDeepParallel, message, at: parallel)
            return []
        }
        if nodes.isEmpty { report(.noSteps, "a 'parallel' without branches does nothing", at: parallel) }
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
