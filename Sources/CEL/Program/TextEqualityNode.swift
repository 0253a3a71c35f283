/// `==` and `!=` with a constant text, the commonest condition.
final class TextEqualityNode: TruthNode {
    let operand: any Node
    let text: String
    let negated: Bool
    let range: Range<Int>

    init(_ operand: any Node, _ text: String, negated: Bool, _ range: Range<Int>) {
        self.operand = operand
        self.text = text
        self.negated = negated
        self.range = range
    }

    func isTrue(_ frame: inout Frame) throws(EvaluationError) -> Bool {
        guard case .string(let value) = try operand.value(&frame) else { return negated }
        return UTF8Text.areEqual(value, text) != negated
    }
}
