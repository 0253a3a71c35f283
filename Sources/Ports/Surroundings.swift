public import Domain

/// Time, as the engine gets it. The only clock of the process: a test hands in another.
public protocol Surroundings: Sendable {
    /// Never goes back, and does not jump: what deadlines, pauses and limits are counted by.
    func now() -> Instant
    /// What the machine's clock says: for times that somebody else compares with their own clock.
    func wallClock() -> Instant
    /// Returns at `deadline`, or earlier where the task is cancelled.
    func sleep(until deadline: Instant) async
}

extension Surroundings {
    public func wallClock() -> Instant { now() }
}
