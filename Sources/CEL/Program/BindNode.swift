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
