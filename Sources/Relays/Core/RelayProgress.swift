import Domain
import Ports

/// Where a relay is and how it fares, and what people were told of that.
struct RelayProgress: Sendable {
    /// The first entry that is not delivered.
    var next: UInt64 = 0
    /// The number that the log's next entry will have, as far as was looked.
    var end: UInt64 = 0
    /// When the oldest entry that waits was written.
    var waitingSince: Instant?
    /// Since when nothing is delivered, and why; nil where all is well.
    private(set) var outage: Outage?
    private(set) var isToldBehind = false
    private var place = Place.sought

    struct Outage: Sendable {
        let since: Instant
        let failure: RelayFailure
    }

    /// Whether it knows where in the log to begin.
    private enum Place {
        case sought
        /// People were told that it does not.
        case missed
        case found
    }

    /// What people are to be told.
    enum News: Equatable {
        /// Nothing is sent, for nobody knows what was sent already.
        case lost
        case found
        case refused
        case behind(Duration)
        case caughtUp
    }

    mutating func failed(_ failure: RelayFailure, at now: Instant) -> News? {
        let wasRefused = outage?.isRefused ?? false
        outage = Outage(since: outage?.since ?? now, failure: failure)
        // That one is told at once, and not again while it lasts.
        if outage?.isRefused == true { return wasRefused ? nil : .refused }
        // Nothing waits yet, as far as is known, so that nobody would be told that it is behind.
        guard place == .sought else { return nil }
        place = .missed
        return .lost
    }

    mutating func succeeded() { outage = nil }

    /// It knows where to begin.
    mutating func found() -> News? {
        defer { place = .found }
        return place == .missed ? .found : nil
    }

    /// Told once when an entry has waited too long, and once when none waits any more.
    mutating func look(at now: Instant, noticed: Duration) -> News? {
        let waited = waitingSince.map { now - $0 } ?? .zero
        if waitingSince == nil, isToldBehind {
            isToldBehind = false
            return .caughtUp
        }
        guard waited > noticed, !isToldBehind else { return nil }
        isToldBehind = true
        return .behind(waited)
    }

    var behind: UInt64 { end > next ? end - next : 0 }

    func status(named name: String, at now: Instant) -> RelayStatus {
        RelayStatus(
            name: name,
            behind: behind,
            behindFor: waitingSince.map { max(.zero, now - $0) } ?? .zero,
            outage: outage.map { .init(since: $0.since, reason: $0.failure.error.reason) },
            waitsForPerson: outage?.isRefused ?? false
        )
    }
}

extension RelayProgress.Outage {
    var isRefused: Bool {
        switch failure {
        case .refused: true
        case .transient: false
        }
    }
}
