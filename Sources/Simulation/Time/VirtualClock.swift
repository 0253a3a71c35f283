import Domain
import Ports

/// The engine's clock, in a world.
struct VirtualClock: Surroundings {
    /// The same bytes each time, so that what is made of them is.
    func randomBytes(_ count: Int) -> [UInt8] { Array(repeating: 7, count: count) }

    let executor: SeededExecutor

    func now() -> Instant { executor.now }
    func sleep(until deadline: Instant) async { await executor.sleep(until: deadline) }

    /// Also where it takes no time, others have their turn meanwhile.
    func sleep(for duration: Duration) async {
        await Task.yield()
        await executor.sleep(until: executor.now + duration)
    }
}
