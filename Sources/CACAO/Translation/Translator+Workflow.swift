internal import CEL
internal import Domain
internal import Playbooks

// The workflow as a whole.
extension Translator {
    /// The steps of the playbook: what has to hold before it begins, and the workflow.
    mutating func workflow() -> [YAMLNode] {
        // A playbook that begins elsewhere was reported; what follows is looked at all the same.
        guard steps[playbook.start.id] != nil else { return [] }
        let before = conditionsOfStart()
        guard let exception = playbook.exception, let handler = steps[exception.id], !handler.isEnd else {
            if let end = playbook.exception { reached.insert(end.id) }
            return before + list(from: playbook.start, scope: initialScope).steps
        }
        return before + guarded(by: exception, handler)
    }

    /// The workflow, and what is done where a failure of it is nobody's.
    private mutating func guarded(by exception: Reference, _ handler: WorkflowStep) -> [YAMLNode] {
        let node = exception.node
        let (workflow, rescue, failed) = (names.unique("workflow"), names.unique("exception"), names.unique("failed"))
        let main = list(from: playbook.start, scope: initialScope)
        var scope = initialScope
        scope.assign(main.assignments)
        let handling = list(from: exception, scope: scope).steps
        let hasFailed = Made.text("\(Expression.step(workflow)).failed", at: node)
        let text = Made.text("the workflow failed, and its exception steps have run", at: node)
        return [
            Made.mapping(
                [
                    ("id", Made.text(workflow, at: node)), ("steps", Made.list(main.steps, at: playbook.start.node)),
                    ("on_failure", Made.text("continue", at: node)),
                ],
                at: node
            ),
            Made.mapping(
                [
                    ("id", Made.text(rescue, at: node)), ("if", hasFailed), ("steps", Made.list(handling, at: node)),
                    ("on_failure", Made.text("continue", at: node)),
                ],
                at: node
            ),
            Made.mapping([("id", Made.text(failed, at: node)), ("if", hasFailed), ("fail", text)], at: node),
        ]
    }

    /// Where one of these does not hold, the run ends at once, and says why.
    private mutating func conditionsOfStart() -> [YAMLNode] {
        var steps: [YAMLNode] = []
        if let moment = playbook.validFrom ?? playbook.validUntil {
            let from = playbook.validFrom.map { "now < timestamp(\(Expression.literal($0.text)))" }
            let until = playbook.validUntil.map { "now >= timestamp(\(Expression.literal($0.text)))" }
            let words = [playbook.validFrom.map { "from \($0.text)" }, playbook.validUntil.map { "until \($0.text)" }]
            let condition = [from, until].compactMap(\.self).joined(separator: " || ")
            let text = "the playbook is valid \(words.compactMap(\.self).joined(separator: " "))"
            steps.append(failure("valid", condition, text, at: moment.node))
        }
        for variable in playbook.variables where variable.isExternal && variable.value == .null {
            let input = inputs[variable.name] ?? ""
            let text =
                "the external variable \(variable.name) has no value: an event has to bring data."
                + "\(variable.name.dropFirst(2).dropLast(2)), or cordon.yaml a value for the input '\(input)'"
            let id = "given-\(input.replacing("_", with: "-"))"
            steps.append(failure(id, "inputs.\(input) == null", text, at: variable.node))
        }
        return steps
    }

    private mutating func failure(_ id: String, _ condition: String, _ text: String, at node: YAMLNode) -> YAMLNode {
        Made.mapping(
            [
                ("id", Made.text(names.unique(id), at: node)), ("if", Made.text(condition, at: node)),
                ("fail", Made.text(Expression.inert(text), at: node)),
            ],
            at: node
        )
    }

    // MARK: - Branches

    struct Branch {
        var steps: [YAMLNode] = []
        var assignments: [VariableScope.Assignment] = []
    }

    /// The steps from one to the end of its branch, where control returns to whoever opened it.
    mutating func list(from entry: Reference, scope: VariableScope) -> Branch {
        do throws(BranchGraph.Circle) {
            return list(try BranchGraph(from: entry, in: steps), from: entry, scope)
        } catch {
            report(circle: error)
            return Branch()
        }
    }

    private mutating func list(_ graph: BranchGraph, from entry: Reference, _ scope: VariableScope) -> Branch {
        reached.formUnion(graph.ends.map(\.id))
        checkEnds(graph, from: entry)
        let ids = graph.order.map { name(for: $0) }
        let flow = BranchFlow(graph, ids: ids)
        var (branch, scope, jumpsToEnd) = (Branch(), scope, false)
        let endID = endName(ids)
        for (position, step) in graph.order.enumerated() {
            guard mayFollow(step) else { return Branch() }
            let onFailure: OnFailure
            switch flow.onFailure(position) {
            case .stop: onFailure = .stop
            case .next: onFailure = .continue
            case .jump(let target) where target < ids.count: onFailure = .goTo(ids[target])
            case .jump: (onFailure, jumpsToEnd) = (.goTo(endID), true)
            }
            let context = StepContext(id: ids[position], condition: flow.conditions[position], onFailure: onFailure)
            let made = self.step(step, context, scope)
            if let node = made.node { branch.steps.append(node) }
            scope.assign(made.assignments)
            branch.assignments += made.assignments
        }
        if jumpsToEnd { branch.steps.append(end(endID, at: entry.node)) }
        return branch
    }

    private mutating func name(for step: WorkflowStep) -> String {
        reached.insert(step.id)
        if let id = step.cordon?["id"]?.scalar?.text { return id }
        return names.name(for: step)
    }

    private mutating func endName(_ ids: [String]) -> String {
        names.unique(opened.isEmpty ? "end" : "\(ids.first ?? "branch")-end")
    }

    /// What a failure jumps to that leads to the end of its branch. The end of a branch is not the playbook's.
    private func end(_ id: String, at node: YAMLNode) -> YAMLNode {
        let body: (String, YAMLNode) =
            opened.isEmpty
            ? ("end", Made.text("the workflow has come to its end", at: node))
            : ("set", Made.mapping([("ended", Made.constant(.bool(true), at: node))], at: node))
        return Made.mapping([("id", Made.text(id, at: node)), body], at: node)
    }

    /// Whether the playbook may still grow, and no step is within itself.
    private mutating func mayFollow(_ step: WorkflowStep) -> Bool {
        if opened.contains(where: { $0.id == step.id }) {
            report(.cycle, "a branch of this step leads back to it", at: step.key, remedy: Self.loopRemedy)
            return false
        }
        count += 1
        guard count > Self.countMax else { return true }
        if count == Self.countMax + 1 {
            let message = "the branches of this playbook come to more than \(Self.countMax) steps"
            report(.tooManySteps, message, at: step.key, remedy: "lead branches to ends of their own")
        }
        return false
    }

    static let countMax = Limits().stepsMax
    private static let loopRemedy = "to do something again use a 'while-condition' step"

    private mutating func report(circle: BranchGraph.Circle) {
        let way = (circle.steps + circle.steps.prefix(1)).map { $0.name.map { DisplayText.quoted($0) } ?? $0.id }
        report(
            .cycle,
            "steps lead round in a circle: \(way.joined(separator: " → "))",
            at: circle.closing.node,
            remedy: Self.loopRemedy
        )
    }

    private mutating func checkEnds(_ graph: BranchGraph, from entry: Reference) {
        for end in graph.ends {
            if let other = endsTaken[end.id], other != entry.id, !graph.order.isEmpty {
                report(
                    .sharedEnd,
                    "this 'end' closes several branches",
                    at: end.key,
                    remedy: "give each branch its own"
                )
            }
            endsTaken[end.id] = entry.id
        }
    }
}
