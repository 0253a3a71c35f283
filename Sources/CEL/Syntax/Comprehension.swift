/// A macro that goes through a list, or through the keys of a map.
package struct Comprehension: Sendable {
    package enum Kind: Sendable {
        case all(Expression)
        case exists(Expression)
        case existsOne(Expression)
        case filter(Expression)
        case map(where: Expression?, Expression)
    }

    package let kind: Kind
    package let variable: String
    package let variableRange: Range<Int>
    package let source: Expression

    package var children: [Expression] {
        switch kind {
        case .all(let body), .exists(let body), .existsOne(let body), .filter(let body): [source, body]
        case .map(let condition, let body): [source, body] + (condition.map { [$0] } ?? [])
        }
    }
}
