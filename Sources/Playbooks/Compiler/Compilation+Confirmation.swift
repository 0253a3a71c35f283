internal import CEL
internal import Domain

extension Compilation {
    /// `confirm: {topic, if, within}`.
    mutating func confirmation(_ node: YAMLNode, _ place: ExpressionPlace) -> Confirmation? {
        let keys = YAMLFields(node, Grammar.confirmation, &findings)
        guard let keys else { return nil }
        let topic = topic(keys["topic"], named: "topic", place)
        let condition = condition(keys["if"], at: place.seeing(.message))
        let within = keys.duration("within", &findings)
        if let condition, let node = keys["if"] { checkAnswers(condition, at: node) }
        guard let topic, let condition, let within else { return nil }
        return Confirmation(topic: topic, condition: condition, within: within)
    }

    private mutating func checkAnswers(_ condition: Program, at node: YAMLNode) {
        guard condition.variables.contains("message") else {
            report(
                .confirmsAnything,
                "this does not look at 'message': any message would confirm the command",
                at: node,
                remedy: "write message.id == step.key"
            )
            return
        }
        if !condition.fieldPaths.contains(where: { $0.starts(with: ["step", "key"]) || $0 == ["step"] }) {
            report(
                .confirmsOldAnswers,
                "this does not look at 'step.key': an answer to an earlier command would confirm this one",
                at: node,
                remedy: "write message.id == step.key"
            )
        }
    }
}
