/// A declared variable, by its slot.
final class VariableNode: Node {
    let slot: Int
    let range: Range<Int>
    let unbound: EvaluationError

    init(slot: Int, name: String, _ range: Range<Int>) {
        self.slot = slot
        self.range = range
        unbound = EvaluationError(.unbound, "the variable '\(name)' has no value here", at: range)
    }

    func value(_ frame: inout Frame) throws(EvaluationError) -> Value {
        guard let value = frame.slots[slot] else { throw unbound }
        return value
    }
}
