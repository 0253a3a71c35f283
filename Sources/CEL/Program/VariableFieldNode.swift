/// A field of a variable: the two steps in one, because conditions consist of them.
final class VariableFieldNode: Node {
    let variable: VariableNode
    let slot: Int
    let index: Int
    let range: Range<Int>
    let absent: EvaluationError

    init(_ variable: VariableNode, index: Int, name: String, _ range: Range<Int>) {
        self.variable = variable
        slot = variable.slot
        self.index = index
        self.range = range
        absent = EvaluationError(.noSuchField, "the field '\(name)' is not set", at: range)
    }

    func value(_ frame: inout Frame) throws(EvaluationError) -> Value {
        guard case .object(let object)? = frame.slots[slot] else {
            guard let value = frame.slots[slot] else { throw variable.unbound }
            throw EvaluationError(.typeMismatch, "a \(value.typeName) has no fields", at: variable.range)
        }
        guard let value = object.field(index) else { throw absent }
        return value
    }
}
