import Intake
import ServiceLifecycle

/// One way in which events come in.
struct SourceService: Service {
    let source: any EventSource
    let reception: Reception

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown { try await source.run(into: reception) }
        } catch is CancellationError {
            return
        }
    }
}
