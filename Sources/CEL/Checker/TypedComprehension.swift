/// A macro after the check.
package struct TypedComprehension: Sendable {
    package enum Kind: Sendable {
        case all(TypedExpression)
        case exists(TypedExpression)
        case existsOne(TypedExpression)
        case filter(TypedExpression)
        case map(where: TypedExpression?, TypedExpression)
        case mapValues(where: TypedExpression?, TypedExpression)
        case mapEntries(where: TypedExpression?, TypedExpression)
    }

    package let kind: Kind
    /// Where its variables are kept.
    package let locals: LoopLocals
    package let source: TypedExpression

    package var bodies: [TypedExpression] {
        switch kind {
        case .all(let body), .exists(let body), .existsOne(let body), .filter(let body): [body]
        case .map(let condition, let body), .mapValues(let condition, let body), .mapEntries(let condition, let body):
            (condition.map { [$0] } ?? []) + [body]
        }
    }
}

/// Where the variables of a macro are kept: the element alone, or the index or key and the element.
package enum LoopLocals: Sendable {
    case element(Int)
    case pair(Int, Int)
}
