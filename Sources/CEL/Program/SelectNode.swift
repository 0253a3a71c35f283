/// A field looked up by name: in a map, or in a value whose type shows only now.
final class SelectNode: Node {
    let operand: any Node
    let member: Selector
    let range: Range<Int>

    init(_ operand: any Node, _ member: Selector, _ range: Range<Int>) {
        self.operand = operand
        self.member = member
        self.range = range
    }

    func value(_ frame: inout Frame) throws(EvaluationError) -> Value {
        let value = try operand.value(&frame)
        if case .optional(let content) = value { return .optional(try member.read(content, range)) }
        guard let found = try member.read(value, range) else { throw member.absent(range) }
        return found
    }

    func test(_ test: borrowing TextTest, _ frame: inout Frame) throws(EvaluationError) -> TextTest.Answer {
        let operand = try operand.value(&frame)
        if case .map(let map) = operand, let holds = map.test(member.name, test) { return .of(holds) }
        if case .optional(let content) = operand { return .other(.optional(try member.read(content, range))) }
        guard let found = try member.read(operand, range) else { throw member.absent(range) }
        return .about(found, test)
    }
}

/// `operand.?field`: an optional, of which `.field` again gives an optional.
final class OptionalSelectNode: Node {
    let operand: any Node
    let member: Selector
    let range: Range<Int>

    init(_ operand: any Node, _ member: Selector, _ range: Range<Int>) {
        self.operand = operand
        self.member = member
        self.range = range
    }

    func value(_ frame: inout Frame) throws(EvaluationError) -> Value {
        let value = try operand.value(&frame)
        if case .optional(let content) = value { return .optional(try member.read(content, range)) }
        return .optional(try member.read(value, range))
    }
}

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
