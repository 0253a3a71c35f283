/// A name for a value.
final class LazyLocalNode: Node {
    let index: Int
    let definition: any Node
    /// Steps that working it out takes.
    let weight: Int
    let range: Range<Int>

    init(_ index: Int, _ definition: any Node, weight: Int, _ range: Range<Int>) {
        self.index = index
        self.definition = definition
        self.weight = weight
        self.range = range
    }

    func value(_ frame: inout Frame) throws(EvaluationError) -> Value {
        if let known = frame.locals[index] { return known }
        // Charged here and not with the whole program: one that fails is worked out again wherever it is read.
        try frame.charge(weight, range)
        let value = try definition.value(&frame)
        frame.locals[index] = value
        return value
    }
}
