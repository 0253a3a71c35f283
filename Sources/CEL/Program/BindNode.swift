/// Names for values: each is worked out when it is first read, and kept.
final class BindNode: Node {
    let locals: [Int]
    let body: any Node
    let range: Range<Int>

    init(_ locals: [Int], _ body: any Node, _ range: Range<Int>) {
        self.locals = locals
        self.body = body
        self.range = range
    }

    func value(_ frame: inout Frame) throws(EvaluationError) -> Value {
        forget(&frame)
        return try body.value(&frame)
    }

    func isTrue(_ frame: inout Frame) throws(EvaluationError) -> Bool {
        forget(&frame)
        return try body.isTrue(&frame)
    }

    /// Within a loop they belong to the round before.
    private func forget(_ frame: inout Frame) {
        for local in locals { frame.locals[local] = nil }
    }
}
