import Domain
import Ports
import Synchronization

/// Counts the fleet now and then, outside of the loop: a slow registry delays an event and never the loop.
final class FleetCount: Sendable {
    private let registry: any DeviceRegistry
    private let surroundings: any Surroundings
    /// How old a count may be.
    private let ageMax: Duration
    private let counted = Mutex<Instant?>(nil)

    init(_ registry: any DeviceRegistry, _ surroundings: any Surroundings, _ limits: Limits) {
        self.registry = registry
        self.surroundings = surroundings
        ageMax = limits.fleetCountAgeMax
    }

    /// Nil where the last count still counts, or the registry cannot say: the core keeps what it knows, and where it
    /// knows nothing, a guard that needs it holds.
    func countedAnew() async -> FleetSnapshot? {
        let now = surroundings.now()
        let isDue = counted.withLock { last in
            if let last, now - last < ageMax { return false }
            last = now
            return true
        }
        guard isDue else { return nil }
        do throws(OperatorError) {
            return try await registry.fleet()
        } catch {
            counted.withLock { $0 = nil }
            return nil
        }
    }
}
