/// `optMap` and `optFlatMap`: what becomes of an optional's value, where it has one.
///
/// - Source: cel-spec, "Optional values"; cel-go, `cel.OptionalTypes`.
enum OptionalMacros {
    static let all = [macro("optMap", isFlat: false, "x + 1"), macro("optFlatMap", isFlat: true, "x.?field")]

    private static func macro(_ name: String, isFlat: Bool, _ body: String) -> Macro {
        Macro(name, isMember: true, 2...2, usage: "optional.\(name)(x, \(body))") { call throws(Problem) in
            guard let receiver = call.receiver else { preconditionFailure("it is called on a value") }
            let variable = try Macro.variable(call, 0, "\(name)(x, …)")
            return .optionalMap(receiver, variable: variable, call.arguments[1], isFlat: isFlat)
        }
    }
}
