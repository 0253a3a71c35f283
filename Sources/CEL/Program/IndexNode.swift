/// `list[index]`, `map[key]`
final class IndexNode: Node {
    let operand: any Node
    let key: any Node
    let range: Range<Int>

    init(_ operand: any Node, _ key: any Node, _ range: Range<Int>) {
        self.operand = operand
        self.key = key
        self.range = range
    }

    func value(_ frame: inout Frame) throws(EvaluationError) -> Value {
        let operand = try operand.value(&frame)
        let key = try key.value(&frame)
        switch operand {
        case .list(let list): return try element(key, of: list)
        case .map(let map):
            guard let value = map[key] else {
                throw EvaluationError(.noSuchKey, "the map has no key \(Self.excerpt(key))", at: range)
            }
            return value
        case let other:
            throw EvaluationError(.noSuchOverload, "a \(other.typeName) has no elements", at: range)
        }
    }

    private func element(_ key: Value, of list: [Value]) throws(EvaluationError) -> Value {
        guard case .int(let index)? = MapKey(lookingUp: key) else {
            let wrong = MapKey(lookingUp: key) == nil ? EvaluationError.Kind.badArgument : .noSuchOverload
            throw EvaluationError(wrong, "a list's index is a whole number, not \(Self.excerpt(key))", at: range)
        }
        guard index >= 0, index < list.count else {
            let message = "index \(index) is outside a list of \(list.count)"
            throw EvaluationError(.indexOutOfRange, message, at: range)
        }
        return list[Int(index)]
    }

    private static func excerpt(_ key: Value) -> String {
        switch key {
        case .string(let text): Quoting.excerpt(text)
        case .null, .bool, .int, .uint, .double: key.description
        case .bytes, .list, .map, .timestamp, .duration, .type, .object: "of type \(key.typeName)"
        }
    }
}
