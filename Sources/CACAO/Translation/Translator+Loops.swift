internal import CEL
internal import Playbooks

// Loops: a bounded number of rounds, and a failure where the condition still holds after the last.
extension Translator {
    /// Rounds of a loop that does not say how many.
    static let roundsMax: Int64 = 20

    mutating func loop(
        _ condition: Text,
        _ isTrue: Reference,
        _ step: WorkflowStep,
        _ context: StepContext,
        _ extended: Properties?,
        _ scope: VariableScope
    ) -> MadeStep {
        let place = condition.node
        let bound = extended?["at_most"] ?? Made.number(Self.roundsMax, at: place)
        let rounds = names.unique("\(context.id)-rounds")
        let before = names.unique("\(context.id)-before")
        let outer = loops > 0 ? kept(scope, by: before) : scope
        loops += 1
        let changed = changes(isTrue, outer)
        var inner = outer
        for name in changed {
            let member = "previous.\(member(of: name))"
            inner.replace(name, by: "(previous == null ? \(outer[name]?.expression ?? "null") : \(member))")
        }
        let branch = list(from: isTrue, scope: inner)
        loops -= 1
        var last = inner
        last.assign(branch.assignments)
        let state = changed.map {
            (member(of: $0), Made.expression(last[$0]?.expression ?? "null", at: place))
        }
        let states = [("round", Made.expression("item", at: place))] + state
        let keeper = Made.mapping(
            [
                ("id", Made.text(names.unique("\(context.id)-round"), at: place)),
                ("set", Made.mapping(states, at: place)),
            ],
            at: place
        )
        let loopKeys = [
            ("for_each", Made.text("lists.range(\(bound.scalar?.text ?? "1"))", at: place)), ("at_most", bound),
            ("while", Made.text("(item == 0 || previous != null) && (\(self.condition(condition, inner)))", at: place)),
            ("steps", Made.list(branch.steps + [keeper], at: place)),
        ]
        var after = outer
        let assignments = changed.map { self.result(of: $0, rounds) }
        after.assign(assignments)
        let pieces: [(String, [(String, YAMLNode)])] =
            (loops > 0 ? [(before, keeping(scope, at: place))] : []) + [
                (rounds, loopKeys), (names.unique("\(context.id)-bound"), exhausted(condition, bound, after)),
            ]
        return MadeStep(node: group(step, context, pieces), assignments: assignments)
    }

    /// What a variable holds after a loop.
    private func result(of name: String, _ loop: String) -> VariableScope.Assignment {
        let last = "\(Expression.step(loop)).output.last"
        return VariableScope.Assignment(
            name: name,
            condition: "\(Expression.step(loop)).ok && \(last) != null",
            value: "\(last).\(member(of: name))"
        )
    }

    private mutating func exhausted(
        _ condition: Text,
        _ bound: YAMLNode,
        _ scope: VariableScope
    ) -> [(String, YAMLNode)] {
        let rounds = bound.scalar?.text ?? ""
        let text = "the condition still held after \(rounds) rounds: \(Expression.inert(condition.value))"
        return [
            ("if", Made.text(self.condition(condition, scope), at: condition.node)),
            ("fail", Made.text(text, at: condition.node)),
        ]
    }

    private func group(
        _ step: WorkflowStep,
        _ context: StepContext,
        _ pieces: [(String, [(String, YAMLNode)])]
    ) -> YAMLNode? {
        let steps = pieces.map { Made.mapping([("id", Made.text($0.0, at: step.key))] + $0.1, at: step.node) }
        let piece = Piece(keys: [("steps", Made.list(steps, at: step.node))], time: "timeout", node: step.node)
        return assembled(step, context, [piece])
    }

    // MARK: - Loops within loops

    /// 'previous' is the inner loop's own there, so what the outer one knows is given a name.
    private func kept(_ scope: VariableScope, by step: String) -> VariableScope {
        var kept = scope
        for name in Self.shared(scope) {
            kept.replace(name, by: "\(Expression.step(step)).output.\(member(of: name))")
        }
        return kept
    }

    private func keeping(_ scope: VariableScope, at node: YAMLNode) -> [(String, YAMLNode)] {
        let members = Self.shared(scope).map { name in
            (member(of: name), Made.expression(scope[name]?.expression ?? "null", at: node))
        }
        return members.isEmpty ? Self.nothing(at: node) : [("set", Made.mapping(members, at: node))]
    }

    /// The variables that are not of a step alone: those are constants.
    private static func shared(_ scope: VariableScope) -> [String] {
        scope.names.filter { scope[$0]?.isLocal == false }
    }

    /// What a variable of the playbook is called within a 'set'.
    private func member(of name: String) -> String { inputs[name] ?? InputNames.name(of: name) }

    // MARK: - What changes

    /// The variables of the playbook that steps of a branch give a value to, in the order of their names.
    private func changes(_ entry: Reference, _ scope: VariableScope) -> [String] {
        var (names, seen): (Set<String>, Set<String>) = ([], [])
        var rest = [entry.id]
        while let id = rest.popLast() {
            guard seen.insert(id).inserted, let step = steps[id] else { continue }
            if case .action(let action) = step.body { names.formUnion(action.results.map { name(of: $0) }) }
            rest += (step.successors + step.branches).map(\.id)
        }
        return names.filter { scope[$0] != nil && scope[$0]?.isLocal == false }.sorted()
    }
}
