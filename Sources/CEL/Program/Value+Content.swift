extension Value {
    /// What an optional holds. An error where this is none.
    func content(of node: any Node, _ range: Range<Int>) throws(EvaluationError) -> Value? {
        guard case .optional(let content) = self else {
            throw EvaluationError(.noSuchOverload, "an optional is needed here, not a \(typeName)", at: node.range)
        }
        return content
    }
}
