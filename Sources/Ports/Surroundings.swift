public import Domain

/// Time, as the engine gets it. The only clock of the process: a test hands in another.
public protocol Surroundings: Sendable {
    func now() -> Instant
    /// Returns at `deadline`, or earlier where the task is cancelled.
    func sleep(until deadline: Instant) async
}
