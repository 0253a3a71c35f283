import Console
import Engine
import Ports
import Response

/// Takes orders to the engine of this process.
struct EngineOrderTaker: OrderTaker {
    let engine: Engine

    func carryOut(_ order: OperatorOrder) async throws(OrderRefusal) -> OrderReceipt {
        try await engine.carryOut(order)
    }
}
