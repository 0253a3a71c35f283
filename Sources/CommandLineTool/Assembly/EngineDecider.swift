import Console
import Domain
import Engine
import Response

/// Takes decisions to the engine of this process.
struct EngineDecider: Decider {
    let engine: Engine

    func decide(_ decision: Decision) async throws(OperatorError) { try await engine.decide(decision) }
}
