/// `transformMap` and `transformMapEntry`: a map of what passes.
final class CollectMapNode: Node {
    let loop: Loop
    let condition: (any Node)?
    /// Whether the transformation makes entries, as a map; else it makes the value for the same key.
    let makesEntries: Bool
    let body: any Node
    var range: Range<Int> { loop.range }

    init(_ loop: Loop, where condition: (any Node)?, _ body: any Node, makesEntries: Bool) {
        self.loop = loop
        self.condition = condition
        self.body = body
        self.makesEntries = makesEntries
    }

    func value(_ frame: inout Frame) throws(EvaluationError) -> Value {
        var builder = MapBuilder()
        let items = try loop.items(&frame)
        for index in 0..<items.count {
            try loop.enter(index, items, &frame)
            if let condition, !(try condition.isTrue(&frame)) { continue }
            let made = try body.value(&frame)
            if makesEntries {
                try insert(entriesOf: made, into: &builder, &frame)
            } else {
                try insert(items.key(index), made, into: &builder)
            }
        }
        return .map(builder.finish())
    }

    private func insert(
        entriesOf made: Value,
        into builder: inout MapBuilder,
        _ frame: inout Frame
    ) throws(EvaluationError) {
        guard case .map(let map) = made else {
            throw EvaluationError(.noSuchOverload, "a map is needed here, not a \(made.typeName)", at: body.range)
        }
        try frame.charge(map.count, range)
        for entry in map.entries {
            try frame.charge(entry.key.shallowCost, range)
            try insert(entry.key, entry.value, into: &builder)
        }
    }

    private func insert(_ key: Value, _ value: Value, into builder: inout MapBuilder) throws(EvaluationError) {
        guard let mapKey = MapKey(storable: key), builder.insert(mapKey, key: key, value: value) else {
            throw EvaluationError(
                .duplicateKey,
                "the key \(key.keyExcerpt) is no key, or is made twice",
                at: body.range
            )
        }
    }
}
