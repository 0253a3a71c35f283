import Domain
import Logging
import Ports
import Synchronization

/// How much each sender may bring: so many events a second, a minute's worth of them at once.
///
/// One monitor that has gone wild then leaves room for what the others report.
final class SenderRates: Sendable {
    private struct Sender {
        /// Until when what it brought lasts at the rate that it may bring. Not in the future where it brings little.
        var paidUntil: Instant
        var refused = 0
        /// When people were last told that it brings too much.
        var told: Instant?
    }

    private let perSecond: Int
    private let logger: Logger
    private let burst: Duration
    /// By name: as many as there are tokens.
    private let senders = Mutex<[String: Sender]>([:])

    init(_ limits: Limits, _ logger: Logger) {
        precondition(limits.eventsPerSecondMax >= 1, "a sender may bring something")
        perSecond = limits.eventsPerSecondMax
        burst = limits.eventsBurst
        self.logger = logger
    }

    /// Takes what a sender brings, all of it or nothing.
    ///
    /// - Throws: ``IntakeRefusal/tooMany(perSecond:burst:retryAfter:)``.
    func take(_ count: Int, from sender: Actor, at now: Instant) throws(IntakeRefusal) {
        try senders.withLock { (senders) throws(IntakeRefusal) in
            var known = senders[sender.name] ?? Sender(paidUntil: now)
            defer { senders[sender.name] = known }
            let paidUntil = max(known.paidUntil, now)
            let cost = cost(of: count)
            // What is more than a burst by itself goes when nothing else is in the way.
            let ahead = max(.zero, burst - cost)
            guard paidUntil - now > ahead else {
                known.paidUntil = paidUntil + cost
                return
            }
            known.refused += count
            if known.told.map({ now - $0 >= Self.silence }) ?? true {
                known.told = now
                logger.warning("\(sender.name) brings more than \(perSecond) events a second, and is refused")
            }
            throw .tooMany(perSecond: perSecond, burst: burst, retryAfter: paidUntil - now - ahead)
        }
    }

    /// What comes after what was taken: it counts, and is not refused.
    func add(_ count: Int, from sender: Actor, at now: Instant) {
        senders.withLock { senders in
            let paidUntil = max(senders[sender.name]?.paidUntil ?? now, now)
            senders[sender.name, default: Sender(paidUntil: now)].paidUntil = paidUntil + cost(of: count)
        }
    }

    private func cost(of count: Int) -> Duration { Duration.seconds(1) / perSecond * count }

    /// How many events of each sender were refused, of those that brought too many.
    var refused: [(sender: String, count: Int)] {
        senders.withLock { $0.filter { $0.value.refused > 0 }.map { ($0.key, $0.value.refused) } }
            .sorted { $0.sender < $1.sender }
    }

    /// People are told of a sender this often.
    private static let silence: Duration = .seconds(600)
}
