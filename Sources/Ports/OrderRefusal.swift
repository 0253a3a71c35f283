public import Domain

/// Why what a person asked of the engine was not done.
public enum OrderRefusal: Error, Hashable, Sendable {
    /// It does not count, and would not later. Nothing has changed.
    case objection(OperatorError)
    /// The engine takes nothing now. Nothing has changed; the same again later may count.
    case notNow(IntakeRefusal)
    /// The disk is full: it is kept in memory, and counts as soon as there is room.
    case kept(retryAfter: Duration)
}
