/// A field of a variable: the two steps in one, because conditions consist of them.
final class VariableFieldNode: Node {
    let variable: VariableNode
    let slot: Int
    let index: Int
    let member: Selector
    let range: Range<Int>

    init(_ variable: VariableNode, _ member: Selector, index: Int, _ range: Range<Int>) {
        self.variable = variable
        slot = variable.slot
        self.index = index
        self.member = member
        self.range = range
    }

    func value(_ frame: inout Frame) throws(EvaluationError) -> Value {
        guard case .object(let object)? = frame.slots[slot] else { throw noObject(frame) }
        guard let value = object.field(index) else { throw member.absent(range) }
        return value
    }

    func test(_ test: borrowing TextTest, _ frame: inout Frame) throws(EvaluationError) -> TextTest.Answer {
        guard case .object(let object)? = frame.slots[slot] else { throw noObject(frame) }
        if let holds = object.test(index, test) { return .of(holds) }
        guard let value = object.field(index) else { throw member.absent(range) }
        return .about(value, test)
    }

    private func noObject(_ frame: Frame) -> EvaluationError {
        frame.slots[slot].map { member.noFields($0, range) } ?? variable.unbound
    }
}
