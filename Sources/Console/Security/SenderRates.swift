import Domain
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

    private let pause: Duration
    private let burst: Duration
    /// By name: as many as there are tokens.
    private let senders = Mutex<[String: Sender]>([:])

    init(_ limits: Limits) {
        precondition(limits.eventsPerSecondMax >= 1, "a sender may bring something")
        pause = .seconds(1) / limits.eventsPerSecondMax
        burst = limits.eventsBurst
    }

    /// Takes what a sender brings, all of it or nothing.
    func take(_ count: Int, from sender: Actor, at now: Instant) throws(TooMany) {
        try senders.withLock { (senders) throws(TooMany) in
            var known = senders[sender.name] ?? Sender(paidUntil: now)
            defer { senders[sender.name] = known }
            let paidUntil = max(known.paidUntil, now)
            let cost = pause * count
            // What is more than a burst by itself goes when nothing else is in the way.
            let ahead = max(.zero, burst - cost)
            guard paidUntil - now > ahead else {
                known.paidUntil = paidUntil + cost
                return
            }
            known.refused += count
            let isNews = known.told.map { now - $0 >= Self.silence } ?? true
            if isNews { known.told = now }
            throw TooMany(retryAfter: paidUntil - now - ahead, isNews: isNews)
        }
    }

    /// How many events of each sender were refused, of those that brought too many.
    var refused: [(sender: String, count: Int)] {
        senders.withLock { $0.filter { $0.value.refused > 0 }.map { ($0.key, $0.value.refused) } }
            .sorted { $0.sender < $1.sender }
    }

    /// People are told of a sender this often.
    private static let silence: Duration = .seconds(600)
}

/// A sender brings more than it may.
struct TooMany: Error {
    let retryAfter: Duration
    /// Whether people have not been told of it lately.
    let isNews: Bool
}
