/// A name that an expression may read, and its type.
public struct Variable: Sendable, Hashable {
    /// May be qualified: `a.b`.
    public let name: String
    public let type: CELType

    public init(_ name: String, _ type: CELType) {
        self.name = name
        self.type = type
    }
}
