/// One signature of a function and what it does.
///
/// An implementation returns nil where the arguments turn out not to be its own: another overload, or an error,
/// has the word then. It must be total, and no slower than it says: see ``costing(_:)``.
public struct Overload: Sendable {
    /// `f(x)` or `x.f()`.
    public enum Style: Sendable, Hashable {
        case global
        /// The first parameter is the receiver.
        case member
    }

    enum Implementation: Sendable {
        case unary(@Sendable (Value) throws(Fault) -> Value?)
        case binary(@Sendable (Value, Value) throws(Fault) -> Value?)
        case variadic(@Sendable ([Value]) throws(Fault) -> Value?)
        /// Pays for its steps as it goes, where their number is not known from its arguments alone.
        case metered(@Sendable ([Value], inout Frame) throws(Fault) -> Value?)
    }

    public let style: Style
    public let parameters: [CELType]
    public let result: CELType
    let implementation: Implementation
    /// Whether its types have parameters.
    let isGeneric: Bool
    /// Steps that a call takes, beyond one for each ``LanguageLimits/bytesPerStep`` of its arguments.
    package var cost: (@Sendable ([Value]) -> Int)?
    /// Whether it is the language's own, so that a node of its own may stand in for it.
    package var isStandard = false
    /// Set where a parameter is a pattern.
    var patternUse: PatternUse?

    /// Any number of parameters. The array holds exactly that many values, the receiver first.
    public init(
        _ style: Style = .global,
        _ parameters: [CELType],
        _ result: CELType,
        _ call: @escaping @Sendable ([Value]) throws(Fault) -> Value?
    ) {
        self.init(style, parameters, result, .variadic(call))
    }

    init(_ style: Style, _ parameters: [CELType], _ result: CELType, _ implementation: Implementation) {
        precondition(style == .global || !parameters.isEmpty, "a member function has a receiver")
        self.style = style
        self.parameters = parameters
        self.result = result
        self.implementation = implementation
        isGeneric = result.hasParameter || parameters.contains(where: \.hasParameter)
        cost = nil
    }
}
