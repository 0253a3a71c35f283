/// `condition ? then : otherwise`
final class ConditionalNode: Node {
    let condition: any Node
    let then: any Node
    let otherwise: any Node
    let range: Range<Int>

    init(_ condition: any Node, then: any Node, otherwise: any Node, _ range: Range<Int>) {
        self.condition = condition
        self.then = then
        self.otherwise = otherwise
        self.range = range
    }

    func value(_ frame: inout Frame) throws(EvaluationError) -> Value {
        try condition.isTrue(&frame) ? try then.value(&frame) : try otherwise.value(&frame)
    }

    func isTrue(_ frame: inout Frame) throws(EvaluationError) -> Bool {
        try condition.isTrue(&frame) ? try then.isTrue(&frame) : try otherwise.isTrue(&frame)
    }
}
