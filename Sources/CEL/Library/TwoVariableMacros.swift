/// Macros with two variables: the index and the element of a list, or the key and the value of a map.
///
/// - Source: cel-spec conformance, `macros2`; cel-go, `ext.TwoVarComprehensions`.
enum TwoVariableMacros {
    static let all: [Macro] = [
        quantifier("all") { .all($0) },
        quantifier("exists") { .exists($0) },
        quantifier("exists_one") { .existsOne($0) },
        quantifier("existsOne") { .existsOne($0) },
        transformation("transformList", "x + i") { .map(where: $0, $1) },
        transformation("transformMap", "v + 1") { .mapValues(where: $0, $1) },
        transformation("transformMapEntry", "{v: k}") { .mapEntries(where: $0, $1) },
    ]

    private static func quantifier(
        _ name: String,
        _ kind: @escaping @Sendable (Expression) -> Comprehension.Kind
    ) -> Macro {
        Macro(name, isMember: true, 3...3, usage: "list.\(name)(i, x, x > i)") { call throws(Problem) in
            try comprehension(call, kind(call.arguments[2]))
        }
    }

    private static func transformation(
        _ name: String,
        _ body: String,
        _ kind: @escaping @Sendable (Expression?, Expression) -> Comprehension.Kind
    ) -> Macro {
        Macro(name, isMember: true, 3...4, usage: "x.\(name)(k, v, \(body))") { call throws(Problem) in
            let condition = call.arguments.count == 4 ? call.arguments[2] : nil
            return try comprehension(call, kind(condition, call.arguments[call.arguments.count - 1]))
        }
    }

    private static func comprehension(
        _ call: Expression.Call,
        _ kind: Comprehension.Kind
    ) throws(Problem) -> Expression.Kind {
        guard let source = call.receiver else { preconditionFailure("it is called on a value") }
        let usage = "\(call.function)(k, v, …)"
        let (first, second) = (try Macro.variable(call, 0, usage), try Macro.variable(call, 1, usage))
        guard first.name != second.name else {
            let message = "the two variables of \(call.function)() have different names"
            throw Problem(.badMacro, message, at: second.range, suggestion: "write \(usage)")
        }
        return .comprehension(Comprehension(kind: kind, variable: first, second: second, source: source))
    }
}
