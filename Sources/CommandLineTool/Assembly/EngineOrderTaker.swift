import Console
import Domain
import Engine
import Response

/// Takes orders to the engine of this process.
struct EngineOrderTaker: OrderTaker {
    let engine: Engine

    func carryOut(_ order: OperatorOrder) async throws(OperatorError) -> OrderReceipt {
        try await engine.carryOut(order)
    }
}
