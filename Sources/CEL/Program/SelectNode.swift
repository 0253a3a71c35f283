/// `operand.field`, where it is not a field of a variable; and `operand.?field`, which is an optional.
///
/// Of an optional either is an optional again, without a value where there is none to look into.
final class SelectNode: Node {
    let operand: any Node
    let member: Selector
    let isOptional: Bool
    let range: Range<Int>

    init(_ operand: any Node, _ member: Selector, isOptional: Bool, _ range: Range<Int>) {
        self.operand = operand
        self.member = member
        self.isOptional = isOptional
        self.range = range
    }

    func value(_ frame: inout Frame) throws(EvaluationError) -> Value { try read(try operand.value(&frame)) }

    func test(_ test: borrowing TextTest, _ frame: inout Frame) throws(EvaluationError) -> TextTest.Answer {
        let operand = try operand.value(&frame)
        if !isOptional, case .map(let map) = operand, let holds = map.test(member.name, test) { return .of(holds) }
        return .about(try read(operand), test)
    }

    private func read(_ operand: Value) throws(EvaluationError) -> Value {
        if case .optional(let content) = operand { return .optional(try member.read(content, range)) }
        let found = try member.read(operand, range)
        if isOptional { return .optional(found) }
        guard let found else { throw member.absent(range) }
        return found
    }
}
