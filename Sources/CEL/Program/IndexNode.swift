/// `list[index]`, `map[key]`, and with `?` the same as an optional.
final class IndexNode: Node {
    let operand: any Node
    let key: any Node
    let isOptional: Bool
    let range: Range<Int>

    init(_ operand: any Node, _ key: any Node, isOptional: Bool, _ range: Range<Int>) {
        self.operand = operand
        self.key = key
        self.isOptional = isOptional
        self.range = range
    }

    func value(_ frame: inout Frame) throws(EvaluationError) -> Value {
        let operand = try operand.value(&frame)
        let key = try key.value(&frame)
        try frame.charge(key.shallowCost, range)
        if case .optional(let content) = operand {
            guard let content else { return operand }
            return .optional(try element(key, of: content))
        }
        let found = try element(key, of: operand)
        if isOptional { return .optional(found) }
        guard let found else { throw absent(key, operand) }
        return found
    }

    private func element(_ key: Value, of operand: Value) throws(EvaluationError) -> Value? {
        switch operand {
        case .list(let list): return try element(key, of: list)
        case .map(let map): return map[key]
        case let other:
            let what = Spelling.withArticle("\(other.typeName)")
            throw EvaluationError(.noSuchOverload, "\(what) has no elements", at: range)
        }
    }

    private func element(_ key: Value, of list: [Value]) throws(EvaluationError) -> Value? {
        guard case .int(let index)? = MapKey(lookingUp: key) else {
            let wrong = MapKey(lookingUp: key) == nil ? EvaluationError.Kind.badArgument : .noSuchOverload
            throw EvaluationError(wrong, "a list's index is a whole number, not \(key.keyExcerpt)", at: range)
        }
        // Not a conditional expression: there `nil` would be the value null.
        guard index >= 0, index < list.count else { return Optional.none }
        return list[Int(index)]
    }

    private func absent(_ key: Value, _ operand: Value) -> EvaluationError {
        guard case .list(let list) = operand else {
            return EvaluationError(.noSuchKey, "the map has no key \(key.keyExcerpt)", at: range)
        }
        return EvaluationError(.indexOutOfRange, "index \(key) is outside a list of \(list.count)", at: range)
    }
}
