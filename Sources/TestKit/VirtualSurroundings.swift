package import Domain
import Ports

/// A clock that stands still until a test moves it.
package final class VirtualSurroundings: Surroundings {
    /// The same bytes each time, so that what is made of them is.
    package func randomBytes(_ count: Int) -> [UInt8] { Array(repeating: 7, count: count) }

    private struct State {
        var wall: Instant
        var elapsed: Duration = .zero
        var steady: SteadyTime
        var now: Instant
    }

    private let clock: Watched<State>
    /// The times that somebody sleeps until, or has.
    private let alarms = Watched<Set<Instant>>([])

    package init(startingAt start: Instant = Sample.start) {
        clock = Watched(State(wall: start, steady: SteadyTime(wall: start, elapsed: .zero), now: start))
    }

    package func now() -> Instant { clock.value.now }

    package func wallClock() -> Instant { clock.value.wall }

    package func sleep(until deadline: Instant) async {
        alarms.update { _ = $0.insert(deadline) }
        await clock.until { $0.now >= deadline }
    }

    /// Returns once somebody sleeps until then: whoever waits, and whom a test cannot see otherwise.
    package func untilSomebodySleeps(until deadline: Instant) async { await alarms.until { $0.contains(deadline) } }

    /// Time passes. Wakes everybody whose time has come.
    package func advance(by duration: Duration) {
        clock.update { state in
            state.elapsed += duration
            state.wall = state.wall + duration
            state.now = state.steady.now(wall: state.wall, elapsed: state.elapsed)
        }
    }

    /// Somebody sets the machine's clock. No time passes.
    package func setClock(by difference: Duration) { clock.update { $0.wall = $0.wall + difference } }
}
