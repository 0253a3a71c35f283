/// An expression after the check: names have become places, calls the overloads that may apply.
package struct TypedExpression: Sendable {
    package indirect enum Kind: Sendable {
        case literal(Value)
        case variable(slot: Int, name: String)
        /// A macro's variable, by its depth.
        case local(Int)
        /// A field of an object whose type is known.
        case field(TypedExpression, index: Int, name: String)
        /// A field looked up by name while running: in a map, or in what is known only then.
        case member(TypedExpression, name: String)
        case hasField(TypedExpression, index: Int)
        case hasMember(TypedExpression, name: String)
        case call(function: String, [Overload], [TypedExpression])
        case equal(TypedExpression, TypedExpression, negated: Bool)
        case contains(element: TypedExpression, TypedExpression)
        /// The pattern compiled, where it is a constant.
        case matches(TypedExpression, TypedExpression, Pattern?)
        case index(TypedExpression, TypedExpression)
        case list([TypedExpression])
        case map([(key: TypedExpression, value: TypedExpression)])
        case and([TypedExpression])
        case or([TypedExpression])
        case conditional(TypedExpression, then: TypedExpression, otherwise: TypedExpression)
        case comprehension(TypedComprehension)
        /// Cannot succeed; only in a program that was not checked.
        case failure(Fault)
    }

    package let kind: Kind
    package let type: CELType
    package let range: Range<Int>

    init(_ kind: Kind, _ type: CELType, _ range: Range<Int>) {
        self.kind = kind
        self.type = type
        self.range = range
    }

    package var constant: Value? {
        if case .literal(let value) = kind { value } else { nil }
    }
}
