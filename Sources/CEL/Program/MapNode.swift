/// `{key: value}`
final class MapNode: Node {
    let entries: [(key: any Node, value: any Node)]
    let range: Range<Int>

    init(_ entries: [(key: any Node, value: any Node)], _ range: Range<Int>) {
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
            guard builder.insert(mapKey, key: key, value: try entry.value.value(&frame)) else {
                throw EvaluationError(.duplicateKey, "this key is in the map already", at: entry.key.range)
            }
        }
        return .map(builder.finish())
    }
}
