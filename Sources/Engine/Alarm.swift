import Domain
import Ports
import Synchronization

/// Rings when a deadline comes. One sleep serves all who set it: a sleep for each of them would cost more than what most of
/// them wait for.
///
/// It may ring too early, and never too late. Whoever hears it looks at the clock, and sets it anew.
final class Alarm: Sendable {
    private struct State {
        /// When it rings next; nil where nobody has set it since it rang.
        var due: Instant?
        /// Those that somebody sleeps until. A later one than ``due`` comes to nothing.
        var sleeps: Set<Instant> = []
    }

    private let surroundings: any Surroundings
    private let state = Mutex(State())
    /// Each asks for a sleep.
    private let deadlines: AsyncStream<Instant>
    private let asksForSleep: AsyncStream<Instant>.Continuation

    init(_ surroundings: any Surroundings) {
        self.surroundings = surroundings
        (deadlines, asksForSleep) = AsyncStream.makeStream()
    }

    /// It rings then, or before.
    func set(to deadline: Instant) {
        let needsSleep = state.withLock { state in
            if let due = state.due, due <= deadline { return false }
            state.due = deadline
            return state.sleeps.insert(deadline).inserted
        }
        if needsSleep { asksForSleep.yield(deadline) }
    }

    /// Keeps watch until cancelled.
    func watch(_ ring: @escaping @Sendable () -> Void) async {
        await withDiscardingTaskGroup { group in
            for await deadline in deadlines {
                group.addTask {
                    await self.surroundings.sleep(until: deadline)
                    if !Task.isCancelled, self.isDue(deadline) { ring() }
                }
            }
        }
    }

    private func isDue(_ deadline: Instant) -> Bool {
        state.withLock { state in
            state.sleeps.remove(deadline)
            guard state.due == deadline else { return false }
            state.due = nil
            return true
        }
    }
}
