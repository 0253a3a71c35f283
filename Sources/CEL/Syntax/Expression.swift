/// What was written, as a tree, with macros already in their own form.
package struct Expression: Sendable {
    package indirect enum Kind: Sendable {
        case literal(Value)
        /// `isRooted` where a dot stands before it: it is then looked up from the outermost namespace only.
        case name(String, isRooted: Bool)
        case select(Expression, Field)
        /// `operand.?field`
        case optionalSelect(Expression, Field)
        /// `has(operand.field)`
        case test(Expression, Field)
        case call(Call)
        case list([Element])
        case map([Entry])
        case message(Message)
        /// Flat: `a && b && c` has three parts.
        case and([Expression])
        case or([Expression])
        case conditional(Expression, then: Expression, otherwise: Expression)
        case comprehension(Comprehension)
        /// Names for values, each of which may use those before it, and what is made of them.
        case bind([Binding], Expression)
        /// `operand.optMap(variable, body)`; `isFlat` where the body is an optional itself.
        case optionalMap(Expression, variable: Field, Expression, isFlat: Bool)
        /// Stands where something could not be read; a problem says what.
        case invalid
    }

    /// A name, and where it stands.
    package struct Field: Sendable {
        package let name: String
        package let range: Range<Int>
    }

    /// `x`, or `?x`, which is left out where `x` is an optional without a value.
    package struct Element: Sendable {
        package let value: Expression
        package let isOptional: Bool
    }

    /// `key: value`, or `?key: value`.
    package struct Entry: Sendable {
        package let key: Expression
        package let value: Expression
        package let isOptional: Bool
    }

    /// `Name{field: value}`
    package struct Message: Sendable {
        package struct Assignment: Sendable {
            package let field: Field
            package let value: Expression
            package let isOptional: Bool
        }

        package let name: String
        package let isRooted: Bool
        package let nameRange: Range<Int>
        package let assignments: [Assignment]
    }

    /// A function or an operator applied.
    package struct Call: Sendable {
        package let function: String
        package let nameRange: Range<Int>
        package let receiver: Expression?
        package let arguments: [Expression]
    }

    package struct Binding: Sendable {
        package let variable: Field
        package let value: Expression
    }

    package let kind: Kind
    package let range: Range<Int>
    /// Levels of the tree, 1 for a leaf.
    package let depth: Int
    /// Whether brackets stand around it: of `(a.b).c`, `c` is then a field, and `a.b.c` no name.
    package let isBracketed: Bool

    package init(_ kind: Kind, _ range: Range<Int>, isBracketed: Bool = false) {
        self.kind = kind
        self.range = range
        self.isBracketed = isBracketed
        depth = 1 + (kind.children.map(\.depth).max() ?? 0)
    }
}

extension Expression.Kind {
    package var children: [Expression] {
        switch self {
        case .literal, .name, .invalid: []
        case .select(let operand, _), .optionalSelect(let operand, _), .test(let operand, _): [operand]
        case .call(let call): (call.receiver.map { [$0] } ?? []) + call.arguments
        case .list(let elements): elements.map(\.value)
        case .and(let parts), .or(let parts): parts
        case .map(let entries): entries.flatMap { [$0.key, $0.value] }
        case .message(let message): message.assignments.map(\.value)
        case .conditional(let condition, let then, let otherwise): [condition, then, otherwise]
        case .comprehension(let comprehension): comprehension.children
        case .bind(let bindings, let body): bindings.map(\.value) + [body]
        case .optionalMap(let operand, _, let body, _): [operand, body]
        }
    }
}
