package import Domain
import Ports

/// A clock that stands still until a test moves it.
package final class VirtualSurroundings: Surroundings {
    private let clock: Watched<Instant>

    package init(startingAt start: Instant = Sample.start) { clock = Watched(start) }

    package func now() -> Instant { clock.value }

    package func sleep(until deadline: Instant) async { await clock.until { $0 >= deadline } }

    /// Wakes everybody whose time has come.
    package func advance(by duration: Duration) { clock.update { $0 = $0 + duration } }
}
