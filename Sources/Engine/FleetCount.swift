import Domain
import Ports
import Synchronization

/// Counts the fleet now and then, outside of the loop: a slow registry delays an event and never the loop.
final class FleetCount: Sendable {
    /// How old a count may be. Fleets grow by the day, and an import of devices is known within a minute.
    private static let ageMax: Duration = .seconds(60)

    private let registry: any DeviceRegistry
    private let surroundings: any Surroundings
    private let counted = Mutex<Instant?>(nil)

    init(_ registry: any DeviceRegistry, _ surroundings: any Surroundings) {
        self.registry = registry
        self.surroundings = surroundings
    }

    /// Nil where the last count still counts, or the registry cannot say: the core keeps what it knows, and where it
    /// knows nothing, a guard that needs it holds.
    func countedAnew() async -> FleetSnapshot? {
        let now = surroundings.now()
        let isDue = counted.withLock { last in
            if let last, now - last < Self.ageMax { return false }
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
