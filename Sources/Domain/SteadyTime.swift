/// The time as the engine counts it: it neither goes back nor jumps, whatever becomes of the machine's clock.
///
/// It goes on with a clock that nobody sets, and draws near to the machine's clock by at most a tenth of the time that
/// passes: what lasts ten seconds lasts nine to eleven then, and a difference of an hour is gone in ten.
public struct SteadyTime: Sendable {
    private var now: Instant
    private var elapsed: Duration

    /// Begins with what the machine's clock says. `elapsed` is from a moment that stays the same.
    public init(wall: Instant, elapsed: Duration) {
        now = wall
        self.elapsed = elapsed
    }

    public mutating func now(wall: Instant, elapsed: Duration) -> Instant {
        // In nanoseconds: the time is asked for a dozen times for each event, and to divide a duration takes longer.
        let passed = max(0, (elapsed - self.elapsed).nanoseconds)
        let steady = now.advanced(byNanoseconds: passed)
        let most = passed / 10
        let correction = min(max((wall - steady).nanoseconds, -most), most)
        now = steady.advanced(byNanoseconds: correction)
        self.elapsed += .nanoseconds(passed)
        return now
    }
}
