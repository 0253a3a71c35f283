/// What was written, as a tree, with macros already in their own form.
package struct Expression: Sendable {
    package indirect enum Kind: Sendable {
        case literal(Value)
        /// `isRooted` where a dot stands before it: it is then looked up from the outermost namespace only.
        case name(String, isRooted: Bool)
        case select(Expression, Field)
        /// `has(operand.field)`
        case test(Expression, Field)
        case call(Call)
        case list([Expression])
        case map([MapEntry])
        /// Flat: `a && b && c` has three parts.
        case and([Expression])
        case or([Expression])
        case conditional(Expression, then: Expression, otherwise: Expression)
        case comprehension(Comprehension)
        /// Stands where something could not be read; a problem says what.
        case invalid
    }

    package struct Field: Sendable {
        package let name: String
        package let range: Range<Int>
    }

    package struct MapEntry: Sendable {
        package let key: Expression
        package let value: Expression
    }

    /// A function or an operator applied.
    package struct Call: Sendable {
        package let function: String
        package let nameRange: Range<Int>
        package let receiver: Expression?
        package let arguments: [Expression]
    }

    package let kind: Kind
    package let range: Range<Int>
    /// Levels of the tree, 1 for a leaf.
    package let depth: Int

    package init(_ kind: Kind, _ range: Range<Int>) {
        self.kind = kind
        self.range = range
        depth = 1 + (kind.children.map(\.depth).max() ?? 0)
    }
}

extension Expression.Kind {
    package var children: [Expression] {
        switch self {
        case .literal, .name, .invalid: []
        case .select(let operand, _), .test(let operand, _): [operand]
        case .call(let call): (call.receiver.map { [$0] } ?? []) + call.arguments
        case .list(let elements), .and(let elements), .or(let elements): elements
        case .map(let entries): entries.flatMap { [$0.key, $0.value] }
        case .conditional(let condition, let then, let otherwise): [condition, then, otherwise]
        case .comprehension(let comprehension): comprehension.children
        }
    }
}
