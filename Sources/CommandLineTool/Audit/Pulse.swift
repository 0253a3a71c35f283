package import Domain
package import Ledger

/// A time in which an engine that had not been stopped wrote nothing.
package struct Silence: Hashable, Sendable {
    package let from: Instant
    package let until: Instant
    /// The first one after it.
    package let entry: UInt64

    package init(from: Instant, until: Instant, entry: UInt64) {
        self.from = from
        self.until = until
        self.entry = entry
    }
}

/// Looks for silences. Logs that were written before there were heartbeats have none.
package struct Pulse: Sendable {
    private let limit: Duration
    private var last: Instant?
    /// From its stop to its next start nobody waits for the engine. What is written in between, as when somebody reads the
    /// log, is not the engine's.
    private var isStopped = false
    private var hasBeaten = false
    package private(set) var silences: [Silence] = []

    package init(limit: Duration) { self.limit = limit }

    package mutating func take(_ entry: Entry) {
        let (time, action) = (entry.record.time, entry.record.action)
        if hasBeaten, !isStopped, let last, time > last + limit {
            silences.append(Silence(from: last, until: time, entry: entry.sequence))
        }
        if action == .engineStopped { isStopped = true }
        if action == .engineStarted { isStopped = false }
        hasBeaten = hasBeaten || action == .engineHeartbeat
        last = time
    }
}
