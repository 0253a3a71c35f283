/// How long to wait before the next attempt to connect: doubling, bounded, and spread so that a fleet of clients does
/// not come back in step.
public struct ReconnectBackoff: Sendable {
    public var base: Duration
    public var max: Duration
    /// 0 up to 1: where in the upper half of the pause to land.
    public var jitter: @Sendable () -> Double

    public init(
        base: Duration = .milliseconds(500),
        max: Duration = .seconds(60),
        jitter: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
    ) {
        precondition(base > .zero && max >= base, "a backoff starts above zero and does not shrink")
        self.base = base
        self.max = max
        self.jitter = jitter
    }

    /// How long to wait after that many failures in a row, 1 or more.
    func pause(afterFailures failures: Int) -> Duration {
        let doubled = base * (1 << Swift.min(failures - 1, 20))
        let full = Swift.min(doubled, max)
        return full * (0.5 + 0.5 * jitter())
    }
}
