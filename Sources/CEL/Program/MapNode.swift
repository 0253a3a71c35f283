/// `{key: value, ?other: optional}`
final class MapNode: Node {
    struct Entry: Sendable {
        let key: any Node
        let value: any Node
        let isOptional: Bool
    }

    let entries: [Entry]
    let range: Range<Int>

    init(_ entries: [Entry], _ range: Range<Int>) {
        self.entries = entries
        self.range = range
    }

    func value(_ frame: inout Frame) throws(EvaluationError) -> Value {
        var builder = MapBuilder()
        for entry in entries {
            let key = try entry.key.value(&frame)
            guard let mapKey = MapKey(storable: key) else {
                let message = "a map's key is a bool, int, uint or string, not a \(key.typeName)"
                throw EvaluationError(.typeMismatch, message, at: entry.key.range)
            }
            try frame.charge(key.shallowCost, entry.key.range)
            let given = try entry.value.value(&frame)
            guard let value = entry.isOptional ? try given.content(of: entry.value, range) : given else { continue }
            guard builder.insert(mapKey, key: key, value: value) else {
                throw EvaluationError(.duplicateKey, "this key is in the map already", at: entry.key.range)
            }
        }
        return .map(builder.finish())
    }
}
