import Domain
import NIOCore
import Ports
import Synchronization

/// The bodies that are being read, and the end of those that do not come: their connections are closed.
///
/// The server closes a silent connection too, but not each: where requests come in a line, its timer may be lost. One
/// sleep watches over all of them, because a timer for each would take longer than to read most.
final class OpenBodies: Sendable {
    /// How long one may be open.
    private static let patience = ConsoleLimits.bodyTimeout + ConsoleLimits.idleTimeout

    private struct Body {
        let due: Instant
        let channel: any Channel
    }

    private struct State {
        var bodies: [Int: Body] = [:]
        var count = 0
        /// Whether ``watch()`` sleeps, or is about to.
        var isWatched = false

        var earliestDue: Instant? { bodies.values.map(\.due).min() }
    }

    private let surroundings: any Surroundings
    private let state = Mutex(State())
    private let calls: AsyncStream<Void>
    private let calling: AsyncStream<Void>.Continuation

    init(_ surroundings: any Surroundings) {
        self.surroundings = surroundings
        (calls, calling) = AsyncStream.makeStream()
    }

    /// - Returns: what ``end(_:)`` wants.
    func begin(on channel: any Channel, at now: Instant) -> Int {
        let (number, isFirst) = state.withLock { state in
            state.count += 1
            state.bodies[state.count] = Body(due: now + Self.patience, channel: channel)
            defer { state.isWatched = true }
            return (state.count, !state.isWatched)
        }
        if isFirst { calling.yield() }
        return number
    }

    func end(_ number: Int) { state.withLock { $0.bodies[number] = nil } }

    /// Works until cancelled.
    func watch() async {
        for await _ in calls {
            // Most are over before anybody looks. What begins from now on is not due before this, and wakes nobody until then.
            var due: Instant? = earliestDue() ?? surroundings.now() + Self.patience
            while !Task.isCancelled, let end = due {
                await surroundings.sleep(until: end)
                closeLate()
                due = nextDue()
            }
        }
    }

    private func earliestDue() -> Instant? { state.withLock(\.earliestDue) }

    /// nil where none is open, and from then on nobody watches.
    private func nextDue() -> Instant? {
        state.withLock { state in
            state.isWatched = !state.bodies.isEmpty
            return state.earliestDue
        }
    }

    private func closeLate() {
        let now = surroundings.now()
        let late = state.withLock { state in
            let late = state.bodies.filter { $0.value.due <= now }
            for number in late.keys { state.bodies[number] = nil }
            return late.values.map(\.channel)
        }
        for channel in late { channel.close(promise: nil) }
    }
}
