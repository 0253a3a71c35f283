/// `cel.block` and what belongs to it: the form in which optimizers write an expression down whose parts they share.
///
/// - Source: cel-spec conformance, `block_ext`.
enum BlockMacros {
    static let all = [
        Macro("cel.block", 2...2, usage: "cel.block([value, …], cel.index(0))", block),
        Macro("cel.index", 1...1, usage: "cel.index(0)") { call throws(Problem) in
            .name(indexName(try number(call, 0)), isRooted: false)
        },
        Macro("cel.iterVar", 2...2, usage: "cel.iterVar(0, 0)") { call throws(Problem) in
            .name("@it:\(try number(call, 0)):\(try number(call, 1))", isRooted: false)
        },
        Macro("cel.accuVar", 2...2, usage: "cel.accuVar(0, 0)") { call throws(Problem) in
            .name("@ac:\(try number(call, 0)):\(try number(call, 1))", isRooted: false)
        },
    ]

    /// Names that cannot be written in an expression, so that nothing else has them.
    private static func indexName(_ index: Int64) -> String { "@index\(index)" }

    @Sendable private static func block(_ call: Expression.Call) throws(Problem) -> Expression.Kind {
        guard case .list(let elements) = call.arguments[0].kind, !elements.contains(where: \.isOptional) else {
            let message = "cel.block() takes a list of values first"
            throw Problem(.badMacro, message, at: call.arguments[0].range, suggestion: "write cel.block([…], …)")
        }
        let bindings = elements.enumerated().map { index, element in
            let variable = Expression.Field(name: indexName(Int64(index)), range: element.value.range)
            return Expression.Binding(variable: variable, value: element.value)
        }
        return .bind(bindings, call.arguments[1])
    }

    private static func number(_ call: Expression.Call, _ index: Int) throws(Problem) -> Int64 {
        let argument = call.arguments[index]
        guard case .literal(.int(let number)) = argument.kind, number >= 0 else {
            throw Problem(.badMacro, "cel.\(call.function)() takes whole numbers, as written", at: argument.range)
        }
        return number
    }
}
