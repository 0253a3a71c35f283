import Domain
import Ports

/// The engine's clock, in a world.
struct VirtualClock: Surroundings {
    let executor: SeededExecutor

    func now() -> Instant { executor.now }
    func sleep(until deadline: Instant) async { await executor.sleep(until: deadline) }
    func sleep(for duration: Duration) async { await executor.sleep(until: executor.now + duration) }
}
