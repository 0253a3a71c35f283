internal import CEL
internal import Playbooks

// Steps that open branches. A branch ends at its 'end', and control is with the opener again: a list within a step.
extension Translator {
    mutating func opener(
        _ step: WorkflowStep,
        _ context: StepContext,
        _ extended: Properties?,
        _ scope: VariableScope
    ) -> MadeStep {
        opened.append(step)
        defer { opened.removeLast() }
        switch step.body {
        case .parallel(let branches): return parallel(branches, step, context, scope)
        case .ifCondition(let condition, let isTrue, let isFalse):
            let text = extended?["condition"]?.scalar?.text ?? self.condition(condition, scope)
            return choice(condition, text, isTrue, isFalse, step, context, scope)
        case .switchCondition(let value, let cases):
            return choice(value, cases, step, context, extended, scope)
        case .whileCondition(let condition, let isTrue):
            return loop(condition, isTrue, step, context, extended, scope)
        case .broken, .start, .end, .action, .call: return MadeStep()
        }
    }

    // MARK: - Parallel

    private mutating func parallel(
        _ branches: [Reference],
        _ step: WorkflowStep,
        _ context: StepContext,
        _ scope: VariableScope
    ) -> MadeStep {
        var (steps, assignments): ([YAMLNode], [VariableScope.Assignment]) = ([], [])
        for (number, reference) in branches.enumerated() {
            let branch = list(from: reference, scope: scope)
            assignments += branch.assignments
            guard branch.steps.count != 1 else {
                steps += branch.steps
                continue
            }
            guard !branch.steps.isEmpty else { continue }
            let id = names.unique("\(context.id)-branch-\(number + 1)")
            let group = [
                ("id", Made.text(id, at: reference.node)), ("steps", Made.list(branch.steps, at: reference.node)),
            ]
            steps.append(Made.mapping(group, at: reference.node))
        }
        let keys = steps.isEmpty ? Self.nothing(at: step.key) : [("parallel", Made.list(steps, at: step.node))]
        let piece = Piece(keys: keys, time: steps.isEmpty ? nil : "timeout", node: step.node)
        return MadeStep(node: assembled(step, context, [piece]), assignments: assignments)
    }

    // MARK: - Conditions

    /// A condition as an expression; one that is not right was reported, and stands as `false`.
    mutating func condition(_ text: Text, _ scope: VariableScope) -> String {
        do throws(PatternProblem) {
            return try PatternTranslator(variables: scope).expression(try PatternParser.parse(text.value))
        } catch {
            let span = findings.source.span(of: text.node, bytes: error.range)
            findings.report(error.problem, error.message, at: span, remedy: error.remedy)
            return "false"
        }
    }

    private mutating func choice(
        _ condition: Text,
        _ expression: String,
        _ isTrue: Reference,
        _ isFalse: Reference?,
        _ step: WorkflowStep,
        _ context: StepContext,
        _ scope: VariableScope
    ) -> MadeStep {
        let yes = list(from: isTrue, scope: scope)
        let no = isFalse.map { list(from: $0, scope: scope) } ?? Branch()
        let keys: [(String, YAMLNode)]
        if yes.steps.isEmpty, no.steps.isEmpty {
            keys = Self.nothing(at: step.key)
        } else if yes.steps.isEmpty {
            keys = [
                ("choose", Made.list([branch("!(\(expression))", no.steps, at: condition.node)], at: condition.node))
            ]
        } else {
            keys =
                [("choose", Made.list([branch(expression, yes.steps, at: condition.node)], at: condition.node))]
                + (no.steps.isEmpty ? [] : [("otherwise", Made.list(no.steps, at: condition.node))])
        }
        let piece = Piece(keys: keys, time: yes.steps.isEmpty && no.steps.isEmpty ? nil : "timeout", node: step.node)
        return MadeStep(node: assembled(step, context, [piece]), assignments: yes.assignments + no.assignments)
    }

    private func branch(_ condition: String, _ steps: [YAMLNode], at node: YAMLNode) -> YAMLNode {
        Made.mapping([("if", Made.text(condition, at: node)), ("steps", Made.list(steps, at: node))], at: node)
    }

    /// A step that does nothing, for a branch that goes straight to its end.
    static func nothing(at node: YAMLNode) -> [(String, YAMLNode)] {
        [("set", Made.mapping([("nothing", Made.constant(.bool(true), at: node))], at: node))]
    }

    // MARK: - Cases

    private mutating func choice(
        _ value: Text,
        _ cases: [WorkflowStep.Case],
        _ step: WorkflowStep,
        _ context: StepContext,
        _ extended: Properties?,
        _ scope: VariableScope
    ) -> MadeStep {
        var (branches, otherwise): ([YAMLNode], [YAMLNode]) = ([], [])
        var assignments: [VariableScope.Assignment] = []
        for one in cases {
            let branch = list(from: one.step, scope: scope)
            assignments += branch.assignments
            if one.value.value == "default" {
                otherwise = branch.steps
                continue
            }
            let condition = extended?["cases"]?[one.value.value]?.scalar?.text ?? self.match(value, one.value, scope)
            let steps = branch.steps.isEmpty ? [filler(context.id, at: one.value.node)] : branch.steps
            branches.append(self.branch(condition, steps, at: one.value.node))
        }
        var keys: [(String, YAMLNode)] = []
        if branches.isEmpty {
            keys = otherwise.isEmpty ? Self.nothing(at: step.key) : [("steps", Made.list(otherwise, at: value.node))]
        } else {
            keys = [("choose", Made.list(branches, at: value.node))]
            if !otherwise.isEmpty { keys.append(("otherwise", Made.list(otherwise, at: value.node))) }
        }
        let piece = Piece(keys: keys, time: "timeout", node: step.node)
        return MadeStep(node: assembled(step, context, [piece]), assignments: assignments)
    }

    private mutating func filler(_ id: String, at node: YAMLNode) -> YAMLNode {
        Made.mapping([("id", Made.text(names.unique("\(id)-nothing"), at: node))] + Self.nothing(at: node), at: node)
    }

    private mutating func match(_ value: Text, _ expected: Text, _ scope: VariableScope) -> String {
        let pieces = VariableText.pieces(of: value.value)
        guard pieces.count == 1, let piece = pieces.first, piece.isVariable else {
            report(.conditionSyntax, "'switch' is one variable", at: value.node, remedy: "write __name__:value")
            return "false"
        }
        let name = Text(String(piece.text.dropLast(6)), value.node)
        guard let entry = variable(name, scope) else { return "false" }
        guard let literal = entry.type.value(of: expected.value) else {
            report(.differentTypes, "the variable is a \(entry.type.rawValue), which this is not", at: expected.node)
            return "false"
        }
        return "\(entry.expression) == \(Expression.literal(literal))"
    }
}
