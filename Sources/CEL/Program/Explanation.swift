/// What one part of an expression came to.
public struct Explanation: Sendable, Hashable {
    /// Byte offsets of the part in the source.
    public let range: Range<Int>
    /// Its value, or why it has none. Nil where it was not needed: the other branch of a `?`.
    public let outcome: Result<Value, EvaluationError>?
}
