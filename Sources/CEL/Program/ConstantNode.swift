/// A value known when the program was compiled.
final class ConstantNode: Node {
    let constant: Value
    let range: Range<Int>

    init(_ constant: Value, _ range: Range<Int>) {
        self.constant = constant
        self.range = range
    }

    func value(_ frame: inout Frame) throws(EvaluationError) -> Value { constant }
}
