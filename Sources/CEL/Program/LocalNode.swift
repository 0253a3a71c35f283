/// The variable of a macro.
final class LocalNode: Node {
    let index: Int
    let range: Range<Int>

    init(_ index: Int, _ range: Range<Int>) {
        self.index = index
        self.range = range
    }

    func value(_ frame: inout Frame) throws(EvaluationError) -> Value {
        guard let value = frame.locals[index] else { preconditionFailure("a macro's variable is read in its macro") }
        return value
    }
}
