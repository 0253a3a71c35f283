import Domain
import Ledger
import Response

/// An entry at least this often, so that silence in the audit log is the silence of the engine.
struct Heartbeat {
    private let interval: Duration
    private(set) var next: Instant

    init(_ limits: Limits, from now: Instant) {
        interval = limits.heartbeatInterval
        next = now + interval
    }

    mutating func beat(at now: Instant, in turn: inout Turn) {
        guard now >= next else { return }
        next = now + interval
        turn.records.append(AuditRecord(.engineHeartbeat, at: now))
    }
}
