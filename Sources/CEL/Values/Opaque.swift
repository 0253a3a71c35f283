/// A value of a type that the language does not know itself, such as an address of the network: expressions compare it,
/// hand it on, and pass it to the functions that were declared for its type.
///
/// To implement it, declare variables and overloads as `CELType.opaque(typeName, [])`, and return the same name here.
public protocol Opaque: Sendable, CustomStringConvertible {
    /// What `type(x)` gives.
    var typeName: TypeName { get }

    /// The operator `==`. False for a value of another type.
    func equals(_ other: any Opaque) -> Bool
}

extension Opaque where Self: Equatable {
    public func equals(_ other: any Opaque) -> Bool { other as? Self == self }
}
