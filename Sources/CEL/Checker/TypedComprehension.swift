/// A macro after the check.
package struct TypedComprehension: Sendable {
    package enum Kind: Sendable {
        case all(TypedExpression)
        case exists(TypedExpression)
        case existsOne(TypedExpression)
        case filter(TypedExpression)
        case map(where: TypedExpression?, TypedExpression)
    }

    package let kind: Kind
    /// Where its variable is kept.
    package let local: Int
    package let source: TypedExpression

    package var bodies: [TypedExpression] {
        switch kind {
        case .all(let body), .exists(let body), .existsOne(let body), .filter(let body): [body]
        case .map(let condition, let body): (condition.map { [$0] } ?? []) + [body]
        }
    }
}
