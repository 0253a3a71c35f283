/// `has(operand.field)`
final class TestNode: TruthNode {
    let operand: any Node
    let member: Selector
    let range: Range<Int>

    init(_ operand: any Node, _ member: Selector, _ range: Range<Int>) {
        self.operand = operand
        self.member = member
        self.range = range
    }

    func isTrue(_ frame: inout Frame) throws(EvaluationError) -> Bool {
        let value = try operand.value(&frame)
        if case .optional(let content) = value { return try member.read(content, range) != nil }
        return try member.read(value, range) != nil
    }
}
