/// A function of the language: a name, and what it does for each combination of arguments.
public struct Function: Sendable {
    public let name: String
    public let overloads: [Overload]

    /// - Precondition: there is an overload.
    public init(_ name: String, _ overloads: [Overload]) {
        precondition(!overloads.isEmpty, "a function without overloads can never be called")
        self.name = name
        self.overloads = overloads
    }

    /// Marked as the language's own.
    package var standard: Function {
        Function(
            name,
            overloads.map { overload in
                var copy = overload
                copy.isStandard = true
                return copy
            }
        )
    }

    /// The name as an author knows it: what a macro becomes has a mark in its name, so that nobody else writes it.
    static func written(_ name: String) -> String { String(name.filter { $0 != "@" }) }
}
