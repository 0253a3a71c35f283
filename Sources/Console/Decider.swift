public import Domain
public import Response

/// Takes what people decide to the engine.
public protocol Decider: Sendable {
    /// - Throws: why it does not count. Nothing has changed then.
    func decide(_ decision: Decision) async throws(OperatorError)
}
