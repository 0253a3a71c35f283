/// `map` and `filter`: a list of what passes, as it is or transformed.
final class CollectNode: Node {
    let source: any Node
    let local: Int
    let condition: (any Node)?
    /// Nil keeps the element itself.
    let transform: (any Node)?
    /// Steps of one round.
    let weight: Int
    let range: Range<Int>

    init(
        _ source: any Node,
        local: Int,
        where condition: (any Node)?,
        transform: (any Node)?,
        weight: Int,
        _ range: Range<Int>
    ) {
        self.source = source
        self.local = local
        self.condition = condition
        self.transform = transform
        self.weight = weight
        self.range = range
    }

    func value(_ frame: inout Frame) throws(EvaluationError) -> Value {
        var result: [Value] = []
        for element in try frame.elements(of: source) {
            try frame.charge(weight, range)
            frame.locals[local] = element
            if let condition, !(try condition.isTrue(&frame)) { continue }
            result.append(try transform?.value(&frame) ?? element)
        }
        return .list(result)
    }
}
