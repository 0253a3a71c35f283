/// `cel.bind`: a name for a value that is used more than once.
///
/// - Source: cel-go, `ext.Bindings`.
enum BindingMacros {
    static let all = [
        Macro("cel.bind", 3...3, usage: "cel.bind(x, value, x + x)") { call throws(Problem) in
            let variable = try Macro.variable(call, 0, "cel.bind(x, value, …)")
            return .bind([.init(variable: variable, value: call.arguments[1])], call.arguments[2])
        }
    ]
}
