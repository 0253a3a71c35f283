/// The variable of a macro.
final class LocalNode: Node {
    let index: Int
    let range: Range<Int>

    init(_ index: Int, _ range: Range<Int>) {
        self.index = index
        self.range = range
    }

    func value(_ frame: inout Frame) throws(EvaluationError) -> Value { frame.locals[index] }
}
