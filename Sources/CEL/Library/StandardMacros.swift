/// The macros of the language itself, and `existsOne`, a second name of `exists_one`.
///
/// - Source: cel-spec, "Macros".
enum StandardMacros {
    static let all: [Macro] = [
        Macro("has", 1...1, usage: "has(a.b)", presence),
        quantifier("all") { .all($0) },
        quantifier("exists") { .exists($0) },
        quantifier("exists_one") { .existsOne($0) },
        quantifier("existsOne") { .existsOne($0) },
        quantifier("filter") { .filter($0) },
        Macro("map", isMember: true, 2...3, usage: "list.map(x, x + 1)") { call throws(Problem) in
            let condition = call.arguments.count == 3 ? call.arguments[1] : nil
            let body = call.arguments[call.arguments.count - 1]
            return try comprehension(call, .map(where: condition, body), usage: "list.map(x, …)")
        },
    ]

    private static func quantifier(
        _ name: String,
        _ kind: @escaping @Sendable (Expression) -> Comprehension.Kind
    ) -> Macro {
        Macro(name, isMember: true, 2...2, usage: "list.\(name)(x, x > 0)") { call throws(Problem) in
            try comprehension(call, kind(call.arguments[1]), usage: "\(name)(x, …)")
        }
    }

    private static func comprehension(
        _ call: Expression.Call,
        _ kind: Comprehension.Kind,
        usage: String
    ) throws(Problem) -> Expression.Kind {
        guard let source = call.receiver else { preconditionFailure("it is called on a value") }
        let variable = try Macro.variable(call, 0, usage)
        return .comprehension(Comprehension(kind: kind, variable: variable, second: nil, source: source))
    }

    @Sendable private static func presence(_ call: Expression.Call) throws(Problem) -> Expression.Kind {
        let argument = call.arguments[0]
        switch argument.kind {
        case .invalid: return .invalid
        case .select(let operand, let field): return .test(operand, field)
        default:
            let suggestion = "for a key, write 'key' in map"
            throw Problem(.badMacro, "has() takes a field, as in has(a.b)", at: argument.range, suggestion: suggestion)
        }
    }
}
