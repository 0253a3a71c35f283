extension Parser {
    package static let macroNames: Set<String> = ["has", "all", "exists", "exists_one", "existsOne", "map", "filter"]

    /// The call in its macro form, where name and number of arguments are a macro's; else the call.
    func expanded(_ call: Expression.Call, from start: Int) throws(Problem) -> Expression {
        if call.receiver == nil, call.function == "has", call.arguments.count == 1 {
            return try presenceTest(call.arguments[0], from: start)
        }
        guard let source = call.receiver, let kind = Self.comprehension(call.function, call.arguments.dropFirst())
        else {
            return try node(.call(call), from: start)
        }
        let variable = call.arguments[0]
        guard case .name(let name, false) = variable.kind else {
            throw Problem(
                .badMacro,
                "the first argument of \(call.function)() is the name of its variable",
                at: variable.range,
                suggestion: "write \(call.function)(x, …)"
            )
        }
        let comprehension = Comprehension(
            kind: kind,
            variable: name,
            variableRange: variable.range,
            source: source
        )
        return try node(.comprehension(comprehension), from: start)
    }

    private func presenceTest(_ argument: Expression, from start: Int) throws(Problem) -> Expression {
        if case .invalid = argument.kind { return argument }
        guard case .select(let operand, let field) = argument.kind else {
            throw Problem(
                .badMacro,
                "has() takes a field, as in has(a.b)",
                at: argument.range,
                suggestion: "for a key, write 'key' in map"
            )
        }
        return try node(.test(operand, field), from: start)
    }

    private static func comprehension(_ name: String, _ bodies: ArraySlice<Expression>) -> Comprehension.Kind? {
        guard let first = bodies.first, let last = bodies.last else { return nil }
        switch (name, bodies.count) {
        case ("all", 1): return .all(first)
        case ("exists", 1): return .exists(first)
        case ("exists_one", 1), ("existsOne", 1): return .existsOne(first)
        case ("filter", 1): return .filter(first)
        case ("map", 1): return .map(where: nil, first)
        case ("map", 2): return .map(where: first, last)
        default: return nil
        }
    }
}
