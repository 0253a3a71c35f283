public import Domain

/// Why what a person asked of the engine was not done.
public enum OrderRefusal: Error, Hashable, Sendable {
    /// It does not count, and would not later. Nothing has changed.
    case objection(OperatorError)
    /// The engine takes nothing now. Nothing has changed, and the same again later may count; unless it is kept.
    case notNow(IntakeRefusal)
}
