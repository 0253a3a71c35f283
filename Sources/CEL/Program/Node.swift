/// One operation of a compiled program. Nodes are immutable and know everything that the check found out; they read
/// variables by slot and fields by index.
protocol Node: AnyObject, Sendable {
    func value(_ frame: inout Frame) throws(EvaluationError) -> Value

    /// The value where a bool is needed, without making a value of it.
    func isTrue(_ frame: inout Frame) throws(EvaluationError) -> Bool

    /// What a test says about the value, if possible without making a value of it.
    func test(_ test: borrowing TextTest, _ frame: inout Frame) throws(EvaluationError) -> TextTest.Answer

    var range: Range<Int> { get }
}

extension Node {
    func isTrue(_ frame: inout Frame) throws(EvaluationError) -> Bool {
        let value = try value(&frame)
        guard case .bool(let bool) = value else {
            throw EvaluationError(.noSuchOverload, "a bool is needed here, but this is a \(value.typeName)", at: range)
        }
        return bool
    }

    func test(_ test: borrowing TextTest, _ frame: inout Frame) throws(EvaluationError) -> TextTest.Answer {
        .about(try value(&frame), test)
    }
}

/// A node that gives a bool: it says so, and the value follows.
protocol TruthNode: Node {}

extension TruthNode {
    func value(_ frame: inout Frame) throws(EvaluationError) -> Value { .bool(try isTrue(&frame)) }
}
