import Domain
import ServiceLifecycle
import Witness

/// Has the audit log cosigned. What it cannot do is shown; only a store that cannot be relied on ends the process.
struct CosignatureService: Service {
    let collector: CosignatureCollector

    func run() async throws {
        await cancelWhenGracefulShutdown {
            do throws(OperatorError) {
                try await collector.run()
            } catch {
                endProcess(error)
            }
        }
    }
}
