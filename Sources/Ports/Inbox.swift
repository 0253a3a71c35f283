public import Domain

/// The engine's door. What it has answered is durable.
public protocol Inbox: Sendable {
    /// Takes events that came together, and returns once they are durable, in one wait: a commit's cost is shared. The
    /// same (source, id) again gives the same receipt, and another event under them one that refuses it
    /// (``EventReceipt/refusal``).
    /// - Returns: a receipt for each, in their order.
    func submit(_ events: [Event], from source: Actor) async throws(IntakeRefusal) -> [EventReceipt]

    /// Writes down that something came in which is no event, so that a monitor that changed its format is noticed.
    func refused(_ reason: String, from source: Actor) async
}

/// Why the engine takes no event now. The sender keeps it, and sends it again.
public enum IntakeRefusal: Error, Hashable, Sendable {
    /// So many things wait for the engine already.
    case full(capacity: Int, retryAfter: Duration)
    /// So much is under way already; `reason` is a sentence about it.
    case busy(reason: String, retryAfter: Duration)
    /// There is no room where events are kept.
    case noRoom(retryAfter: Duration)
    /// The sender brings more than its share: so many events a second, and as many at once as come in `burst`.
    case tooMany(perSecond: Int, burst: Duration, retryAfter: Duration)
    case closing
    /// There is no room, and it was decided on already: it is kept in memory, and counts as soon as there is some. What a
    /// person asked for must not be asked for twice.
    case kept(retryAfter: Duration)
}
