/// A call that the parser turns into something else, because its arguments are no values: variables, or conditions
/// about them.
struct Macro: Sendable {
    /// What a macro makes of its call.
    typealias Expansion = @Sendable (Expression.Call) throws(Problem) -> Expression.Kind

    /// With its namespace where it has one: `cel.bind`.
    let name: String
    /// Whether it is called on a value: `list.all(…)`.
    let isMember: Bool
    /// How many arguments it takes, besides the receiver.
    let arguments: ClosedRange<Int>
    /// How to write it, for who did not.
    let usage: String
    let expand: Expansion

    init(
        _ name: String,
        isMember: Bool = false,
        _ arguments: ClosedRange<Int>,
        usage: String,
        _ expand: @escaping Expansion
    ) {
        self.name = name
        self.isMember = isMember
        self.arguments = arguments
        self.usage = usage
        self.expand = expand
    }

    /// The name that an argument is, as the variable of a macro.
    static func variable(_ call: Expression.Call, _ index: Int, _ usage: String) throws(Problem) -> Expression.Field {
        let argument = call.arguments[index]
        guard case .name(let name, isRooted: false) = argument.kind else {
            let place = index == 0 ? "first" : "second"
            let message = "the \(place) argument of \(call.function)() is the name of its variable"
            throw Problem(.badMacro, message, at: argument.range, suggestion: "write \(usage)")
        }
        return Expression.Field(name: name, range: argument.range)
    }
}

/// The macros of an environment, by name.
package struct MacroTable: Sendable {
    private let macros: [String: [Macro]]

    init(_ macros: [Macro]) { self.macros = Dictionary(grouping: macros, by: \.name) }

    /// What a call is, where it is a macro's.
    func expansion(of call: Expression.Call) -> Macro? {
        let count = call.arguments.count
        if let receiver = call.receiver {
            let namespaced = receiver.prefixName.flatMap { macros["\($0).\(call.function)"] }
            if let macro = namespaced?.first(where: { $0.arguments.contains(count) }) { return macro }
        }
        let isMember = call.receiver != nil
        return macros[call.function]?.first { $0.isMember == isMember && $0.arguments.contains(count) }
    }

    /// How a macro of this name is written, where there is one.
    func usage(_ name: String) -> String? { macros[name]?.first?.usage }

    var names: some Sequence<String> { macros.keys }
}
