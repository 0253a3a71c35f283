/// `map`, `filter` and `transformList`: a list of what passes, as it is or transformed.
final class CollectNode: Node {
    let loop: Loop
    let condition: (any Node)?
    /// Nil keeps the element itself.
    let transform: (any Node)?
    var range: Range<Int> { loop.range }

    init(_ loop: Loop, where condition: (any Node)?, transform: (any Node)?) {
        self.loop = loop
        self.condition = condition
        self.transform = transform
    }

    func value(_ frame: inout Frame) throws(EvaluationError) -> Value {
        var result: [Value] = []
        let items = try loop.items(&frame)
        for index in 0..<items.count {
            try loop.enter(index, items, &frame)
            if let condition, !(try condition.isTrue(&frame)) { continue }
            result.append(try transform?.value(&frame) ?? items.element(index))
        }
        return .list(result)
    }
}
