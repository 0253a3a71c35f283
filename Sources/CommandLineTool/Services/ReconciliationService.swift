import Domain
import Logging
import Ports
import ServiceLifecycle

/// Compares what is in force with the registry every few minutes, and says in the log where they differ. It changes
/// nothing: whoever undid a measure may have had a reason.
struct ReconciliationService: Service {
    private static let interval: Duration = .seconds(300)
    private static let measuresMax = 10_000

    let history: any History
    let registry: any DeviceRegistry
    let surroundings: any Surroundings
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var known: Set<Drift> = []
            while !Task.isCancelled {
                known = await look(besides: known)
                await surroundings.sleep(until: surroundings.now() + Self.interval)
            }
        }
    }

    /// Each is said once, for as long as it lasts.
    private func look(besides known: Set<Drift>) async -> Set<Drift> {
        do throws(OperatorError) {
            let measures = try await history.measures(of: nil, after: nil, limit: Self.measuresMax)
            let drifts = try await Drift.all(of: measures.elements, in: registry)
            for drift in drifts where !known.contains(drift) {
                logger.warning("drift: \(drift.sentence); see 'cordon measures --check'")
            }
            return Set(drifts)
        } catch {
            logger.warning("\(error)")
            return known
        }
    }
}
