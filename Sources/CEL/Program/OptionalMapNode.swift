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
