internal import CEL
internal import Domain
internal import Playbooks

// One step of a branch.
extension Translator {
    struct MadeStep {
        /// Nil where there is nothing to do.
        var node: YAMLNode?
        var assignments: [VariableScope.Assignment] = []
    }

    mutating func step(_ step: WorkflowStep, _ context: StepContext, _ scope: VariableScope) -> MadeStep {
        let own = scope.adding(step.variables)
        let extended = step.cordon.flatMap {
            CordonExtension.properties($0, of: "Cordon's extension of a step", CordonExtension.stepKeys, &findings)
        }
        switch step.body {
        case .broken, .start, .end:
            return MadeStep(node: assembled(step, context, []))
        case .action(let action):
            for argument in action.arguments { _ = variable(argument, own) }
            let pieces = self.pieces(action, of: step, extended, own)
            return MadeStep(
                node: assembled(step, context, pieces),
                assignments: assignments(action.results, pieces, of: step, context, own)
            )
        case .call(let call):
            for result in call.results {
                report(.noResult, "a called playbook gives nothing back", at: result.node)
            }
            return MadeStep(node: assembled(step, context, self.call(call, extended, own).map { [$0] } ?? []))
        case .parallel, .ifCondition, .whileCondition, .switchCondition:
            return opener(step, context, extended, own)
        }
    }

    // MARK: - Assembly

    /// One step of Cordon for one of CACAO: what it consists of, or a group of that.
    func assembled(_ step: WorkflowStep, _ context: StepContext, _ pieces: [Piece]) -> YAMLNode? {
        var pieces = pieces
        if let delay = step.delay {
            let text = DurationText.text(.milliseconds(delay.milliseconds))
            pieces.insert(Piece(keys: [("wait", Made.text(text, at: delay.node))], node: delay.node), at: 0)
        }
        guard let first = pieces.first else { return nil }
        var keys = head(step, context)
        if pieces.count == 1 {
            keys += first.keys + timeout(step, as: first.time)
        } else {
            keys.append(("steps", Made.list(parts(pieces, context.id), at: step.node)))
            // A person who is asked is given the time already.
            let isTimed = pieces.allSatisfy { $0.time == nil }
            if !isTimed { keys += timeout(step, as: "timeout") }
        }
        if !(pieces.count == 1 && first.isFinal) { keys += tail(context, at: step.key) }
        return Made.mapping(keys, at: step.node)
    }

    private func parts(_ pieces: [Piece], _ id: String) -> [YAMLNode] {
        pieces.enumerated().map { number, piece in
            Made.mapping([("id", Made.text(Self.part(number, of: id), at: piece.node))] + piece.keys, at: piece.node)
        }
    }

    static func part(_ number: Int, of id: String) -> String { "\(id)-part-\(number + 1)" }

    func head(_ step: WorkflowStep, _ context: StepContext) -> [(String, YAMLNode)] {
        var keys = [("id", Made.text(context.id, at: step.key))]
        let own = step.cordon?["if"]
        switch (context.condition, own?.scalar?.text) {
        case (let condition?, let own?): keys.append(("if", Made.text("(\(condition)) && (\(own))", at: step.key)))
        case (let condition?, nil): keys.append(("if", Made.text(condition, at: step.key)))
        case (nil, _?): if let own { keys.append(("if", own)) }
        case (nil, nil): break
        }
        return keys
    }

    func tail(_ context: StepContext, at node: YAMLNode) -> [(String, YAMLNode)] {
        switch context.onFailure {
        case .stop: []
        case .continue: [("on_failure", Made.text("continue", at: node))]
        case .goTo(let id): [("on_failure", Made.mapping([("go_to", Made.text(id, at: node))], at: node))]
        }
    }

    func timeout(_ step: WorkflowStep, as key: String?) -> [(String, YAMLNode)] {
        guard let key, let timeout = step.timeout else { return [] }
        return [(key, Made.text(DurationText.text(.milliseconds(timeout.milliseconds)), at: timeout.node))]
    }

    // MARK: - Calls

    private mutating func call(
        _ call: WorkflowStep.CallBody,
        _ extended: Properties?,
        _ scope: VariableScope
    ) -> Piece? {
        let name = extended?["call"] ?? callable[call.playbook.id].map { Made.text($0, at: call.playbook.node) }
        guard let name else {
            report(
                .unknownPlaybook,
                "there is no playbook \(DisplayText.quoted(call.playbook.id)) to call",
                at: call.playbook.node,
                remedy: "it has to stand in the same folder"
            )
            return nil
        }
        var arguments: [(String, YAMLNode)] = []
        for argument in call.arguments {
            guard let entry = variable(argument, scope) else { continue }
            arguments.append(
                (InputNames.name(of: argument.value), Made.expression(entry.expression, at: argument.node))
            )
        }
        if case .mapping(let entries)? = extended?["with"]?.content { arguments += entries.map { ($0.key, $0.value) } }
        var keys = [("call", name)]
        if !arguments.isEmpty { keys.append(("with", Made.mapping(arguments, at: call.playbook.node))) }
        return Piece(keys: keys, time: "timeout", node: call.playbook.node)
    }

    /// A variable that is named without ':value', as arguments and results are.
    func name(of text: Text) -> String {
        text.value.hasSuffix(":value") ? String(text.value.dropLast(6)) : text.value
    }

    mutating func variable(_ text: Text, _ scope: VariableScope) -> VariableScope.Entry? {
        let name = name(of: text)
        if let entry = scope[name] { return entry }
        let remedy = Spelling.closest(to: name, among: scope.names).map { "did you mean '\($0)'?" }
        report(.unknownVariable, "there is no variable \(DisplayText.quoted(name))", at: text.node, remedy: remedy)
        return nil
    }

    // MARK: - Results

    private mutating func assignments(
        _ results: [Text],
        _ pieces: [Piece],
        of step: WorkflowStep,
        _ context: StepContext,
        _ scope: VariableScope
    ) -> [VariableScope.Assignment] {
        results.compactMap { result in
            guard let entry = variable(result, scope) else { return nil }
            let name = self.name(of: result)
            guard !entry.isConstant else {
                report(.constantAssigned, "'\(name)' is a constant", at: result.node)
                return nil
            }
            guard let last = pieces.last, let read = last.result else {
                if !pieces.isEmpty { report(.noResult, "the last command of this step gives nothing", at: result.node) }
                return nil
            }
            let isSingle = pieces.count == 1 && step.delay == nil
            let number = pieces.count - 1 + (step.delay == nil ? 0 : 1)
            let id = Expression.step(isSingle ? context.id : Self.part(number, of: context.id))
            let value = read(id, String(name.dropFirst(2).dropLast(2)))
            return VariableScope.Assignment(
                name: name,
                condition: "\(id).ok",
                value: entry.type.conversion.map { "\($0)(\(value))" } ?? value
            )
        }
    }
}
