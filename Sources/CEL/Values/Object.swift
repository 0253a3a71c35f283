/// A value whose fields are known when a program is compiled, and read by index while it runs.
///
/// To implement it, keep one `static let` of the type, return it from ``objectType``, and switch over the index in
/// ``field(_:)`` in the order in which the type declares its fields. A field declared as an object must return an
/// object of exactly that type: its indices were compiled in.
///
/// Two objects are equal when their types and all their fields are.
public protocol Object: AnyObject, Sendable {
    var objectType: ObjectType { get }

    /// The field at an index of ``ObjectType/fields``, or nil where it is absent: `has()` is then false, and
    /// reading it is an error of the expression.
    func field(_ index: Int) -> Value?

    /// Asks about a text field where it lies, without making a value of it. Nil where the field is no text, or where
    /// there is no way to ask: ``field(_:)`` is then read. Implement it for fields that conditions read often.
    func test(_ index: Int, _ test: borrowing TextTest) -> Bool?
}

extension Object {
    public func test(_ index: Int, _ test: borrowing TextTest) -> Bool? { nil }

    /// The slow path, for values of unknown type.
    package func field(named name: String) -> Value? {
        objectType.index(of: name).flatMap { field($0) }
    }

    package var value: Value { .object(self) }
}
