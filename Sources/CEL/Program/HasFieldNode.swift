/// `has(object.field)`
final class HasFieldNode: TruthNode {
    let operand: any Node
    let index: Int
    let range: Range<Int>

    init(_ operand: any Node, index: Int, _ range: Range<Int>) {
        self.operand = operand
        self.index = index
        self.range = range
    }

    func isTrue(_ frame: inout Frame) throws(EvaluationError) -> Bool {
        try FieldNode.read(operand, index, &frame) != nil
    }
}
