public import Domain

/// Time and chance, as the engine gets them. The only clock of the process, and its only dice: a test hands in others.
public protocol Surroundings: Sendable {
    /// Never goes back, and does not jump: what deadlines, pauses and limits are counted by.
    func now() -> Instant
    /// What the machine's clock says: for times that somebody else compares with their own clock.
    func wallClock() -> Instant
    /// Returns at `deadline`, or earlier where the task is cancelled.
    func sleep(until deadline: Instant) async
    /// Bytes that nobody can guess.
    func randomBytes(_ count: Int) -> [UInt8]
}

extension Surroundings {
    public func wallClock() -> Instant { now() }
}
