/// `has(map.key)`
final class HasMemberNode: TruthNode {
    let operand: any Node
    let name: String
    let range: Range<Int>

    init(_ operand: any Node, name: String, _ range: Range<Int>) {
        self.operand = operand
        self.name = name
        self.range = range
    }

    func isTrue(_ frame: inout Frame) throws(EvaluationError) -> Bool {
        try MemberNode.read(operand, name, range, &frame) != nil
    }
}
