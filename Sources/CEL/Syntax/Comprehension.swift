/// A macro that goes through a list, or through the keys of a map.
package struct Comprehension: Sendable {
    package enum Kind: Sendable {
        case all(Expression)
        case exists(Expression)
        case existsOne(Expression)
        case filter(Expression)
        /// `map` and `transformList`: a list of what is made of each element.
        case map(where: Expression?, Expression)
        /// `transformMap`: a map with the same keys.
        case mapValues(where: Expression?, Expression)
        /// `transformMapEntry`: a map of the entries that each element is made into.
        case mapEntries(where: Expression?, Expression)
    }

    package let kind: Kind
    /// The element; with two variables the index or the key.
    package let variable: Expression.Field
    /// The element or the value, where there are two.
    package let second: Expression.Field?
    package let source: Expression

    package var children: [Expression] { [source] + bodies }

    /// What is worked out for each element.
    package var bodies: [Expression] {
        switch kind {
        case .all(let body), .exists(let body), .existsOne(let body), .filter(let body): [body]
        case .map(let condition, let body), .mapValues(let condition, let body), .mapEntries(let condition, let body):
            [body] + (condition.map { [$0] } ?? [])
        }
    }
}
