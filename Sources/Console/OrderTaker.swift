public import Ports
public import Response

/// Takes what people order to the engine.
public protocol OrderTaker: Sendable {
    /// Returns once it is durable.
    /// - Throws: why it does not count. Nothing has changed then.
    func carryOut(_ order: OperatorOrder) async throws(OrderRefusal) -> OrderReceipt
}
