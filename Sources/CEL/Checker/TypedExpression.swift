/// An expression after the check: names have become places, calls the overloads that may apply.
package struct TypedExpression: Sendable {
    package indirect enum Kind: Sendable {
        case literal(Value)
        case variable(slot: Int, name: String)
        /// A macro's variable.
        case local(Int)
        /// A name for a value that is worked out when it is first read.
        case lazyLocal(Int)
        case select(TypedExpression, Member)
        /// `operand.?field`, and `.field` of an optional.
        case optionalSelect(TypedExpression, Member)
        /// `has(operand.field)`
        case test(TypedExpression, Member)
        case call(function: String, [Overload], [TypedExpression])
        case equal(TypedExpression, TypedExpression, negated: Bool)
        case contains(element: TypedExpression, TypedExpression)
        /// The pattern compiled, where it is a constant.
        case matches(TypedExpression, TypedExpression, Pattern?)
        case index(TypedExpression, TypedExpression, isOptional: Bool)
        case list([Element])
        case map([Entry])
        case message(MessageType, [Assignment])
        case and([TypedExpression])
        case or([TypedExpression])
        case conditional(TypedExpression, then: TypedExpression, otherwise: TypedExpression)
        /// `first.or(second)`, or `first.orValue(second)`, which takes the value out.
        case alternative(TypedExpression, TypedExpression, takesValue: Bool)
        case comprehension(TypedComprehension)
        case bind([Binding], TypedExpression)
        case optionalMap(TypedExpression, local: Int, TypedExpression, isFlat: Bool)
        /// Cannot succeed; only in a program that was not checked.
        case failure(Fault)
    }

    /// What a selection asks for.
    package struct Member: Sendable {
        package let name: String
        /// Where the operand is an object of known type. Nil: it is looked up by name while running.
        package let place: FieldPlace?
    }

    /// Where objects of a type have a field.
    package struct FieldPlace: Sendable {
        package let type: ObjectType
        package let index: Int
    }

    package struct Element: Sendable {
        package let value: TypedExpression
        package let isOptional: Bool
    }

    package struct Entry: Sendable {
        package let key: TypedExpression
        package let value: TypedExpression
        package let isOptional: Bool
    }

    package struct Assignment: Sendable {
        package let field: Int
        package let value: TypedExpression
        package let isOptional: Bool
    }

    package struct Binding: Sendable {
        package let local: Int
        package let value: TypedExpression
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

extension TypedExpression.Kind {
    /// The parts, in the order of their evaluation.
    var children: [TypedExpression] {
        switch self {
        case .literal, .variable, .local, .lazyLocal, .failure: []
        case .select(let operand, _), .optionalSelect(let operand, _), .test(let operand, _): [operand]
        case .call(_, _, let arguments): arguments
        case .equal(let left, let right, _), .contains(let left, let right), .matches(let left, let right, _),
            .index(let left, let right, _), .alternative(let left, let right, _):
            [left, right]
        case .list(let elements): elements.map(\.value)
        case .and(let parts), .or(let parts): parts
        case .map(let entries): entries.flatMap { [$0.key, $0.value] }
        case .message(_, let assignments): assignments.map(\.value)
        case .conditional(let condition, let then, let otherwise): [condition, then, otherwise]
        case .comprehension(let comprehension): [comprehension.source] + comprehension.bodies
        case .bind(let bindings, let body): bindings.map(\.value) + [body]
        case .optionalMap(let operand, _, let body, _): [operand, body]
        }
    }
}
