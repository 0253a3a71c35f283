/// `list.sortBy(x, x.field)`: the list in the order of a key that is worked out for each element.
///
/// - Source: cel-go, `ext.Lists`.
enum ListMacros {
    /// The function that does the work. It takes the list and its keys, and cannot be written.
    static let sortBy = "@sortBy"

    static let all = [Macro("sortBy", isMember: true, 2...2, usage: "list.sortBy(x, x.field)", sorted)]

    /// A name for the list, which is read twice and worked out once.
    @Sendable private static func sorted(_ call: Expression.Call) throws(Problem) -> Expression.Kind {
        guard let receiver = call.receiver else { preconditionFailure("it is called on a value") }
        let variable = try Macro.variable(call, 0, "sortBy(x, …)")
        let name = Expression.Field(name: "@sorted", range: receiver.range)
        let list = Expression(.name(name.name, isRooted: false), receiver.range)
        let key = call.arguments[1]
        let mapping = Comprehension(kind: .map(where: nil, key), variable: variable, second: nil, source: list)
        let sorting = Expression.Call(
            function: sortBy,
            nameRange: call.nameRange,
            receiver: list,
            arguments: [Expression(.comprehension(mapping), key.range)]
        )
        let body = Expression(.call(sorting), receiver.range.lowerBound..<key.range.upperBound)
        return .bind([.init(variable: name, value: receiver)], body)
    }
}
