/// What one part of an expression came to.
public struct Explanation: Sendable, Hashable {
    /// Byte offsets of the part in the source.
    public let range: Range<Int>
    public let outcome: Result<Value, EvaluationError>
}

extension TypedExpression {
    /// Itself and its parts, as far as they have a value of their own and are no constants.
    func collectParts(into parts: inout [TypedExpression]) {
        switch kind {
        case .literal: return
        case .comprehension(let comprehension):
            parts.append(self)
            comprehension.source.collectParts(into: &parts)
        case .variable, .local, .field, .member, .hasField, .hasMember, .call, .equal, .contains, .matches, .index,
            .list, .map, .and, .or, .conditional, .failure:
            parts.append(self)
            for child in kind.children { child.collectParts(into: &parts) }
        }
    }
}
