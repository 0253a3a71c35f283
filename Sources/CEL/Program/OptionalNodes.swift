/// `first.or(second)` and `first.orValue(second)`: the second is looked at only where the first has no value.
final class AlternativeNode: Node {
    let first: any Node
    let second: any Node
    /// Whether the value is taken out of the first.
    let takesValue: Bool
    let range: Range<Int>

    init(_ first: any Node, _ second: any Node, takesValue: Bool, _ range: Range<Int>) {
        self.first = first
        self.second = second
        self.takesValue = takesValue
        self.range = range
    }

    func value(_ frame: inout Frame) throws(EvaluationError) -> Value {
        let value = try first.value(&frame)
        let content = try value.content(of: first, range)
        if let content { return takesValue ? content : value }
        let other = try second.value(&frame)
        if !takesValue { _ = try other.content(of: second, range) }
        return other
    }
}

/// `operand.optMap(x, …)`: what is made of an optional's value, where it has one.
final class OptionalMapNode: Node {
    let operand: any Node
    let local: Int
    let body: any Node
    /// Whether the body makes the optional.
    let isFlat: Bool
    let range: Range<Int>

    init(_ operand: any Node, local: Int, _ body: any Node, isFlat: Bool, _ range: Range<Int>) {
        self.operand = operand
        self.local = local
        self.body = body
        self.isFlat = isFlat
        self.range = range
    }

    func value(_ frame: inout Frame) throws(EvaluationError) -> Value {
        let value = try operand.value(&frame)
        guard let content = try value.content(of: operand, range) else { return value }
        frame.locals[local] = content
        let result = try body.value(&frame)
        guard isFlat else { return .optional(result) }
        _ = try result.content(of: body, range)
        return result
    }
}

extension Value {
    /// What an optional holds. An error where this is none.
    func content(of node: any Node, _ range: Range<Int>) throws(EvaluationError) -> Value? {
        guard case .optional(let content) = self else {
            throw EvaluationError(.noSuchOverload, "an optional is needed here, not a \(typeName)", at: node.range)
        }
        return content
    }
}
