package import Domain
import Engine
import Foundation
import ServiceLifecycle

/// The loop.
struct EngineService: Service {
    let engine: Engine

    /// Where the store or the log cannot be relied on, the process ends here and now. Neither are effects under way waited
    /// for, nor are the other services wound down: that takes time, and until then they would answer.
    func run() async throws {
        await withGracefulShutdownHandler {
            do throws(OperatorError) {
                try await engine.run(onFailure: endProcess)
            } catch {
                endProcess(error)
            }
        } onGracefulShutdown: {
            engine.close()
        }
    }
}

/// Here and now: the other services are not wound down.
package func endProcess(_ error: OperatorError) {
    PlainFile.complain("Error: \(error)\n")
    _exit(EXIT_FAILURE)
}
