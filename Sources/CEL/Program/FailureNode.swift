/// A part that cannot succeed, in a program that was not checked.
final class FailureNode: Node {
    let error: EvaluationError
    var range: Range<Int> { error.range }

    init(_ fault: Fault, _ range: Range<Int>) { error = EvaluationError(fault.kind, fault.message, at: range) }

    func value(_ frame: inout Frame) throws(EvaluationError) -> Value { throw error }
}
