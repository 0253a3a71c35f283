/// A length of time, in nanoseconds: the `duration` of an expression. About 292 years either way.
///
/// - Source: cel-spec conformance, `timestamps/duration_range`: a wider span is a range error.
public struct TimeSpan: Sendable, Hashable, Comparable {
    public let nanoseconds: Int64

    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// Nil where the span does not fit. Attoseconds are cut off.
    public init?(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, carry) = scaled.addingReportingOverflow(attoseconds / 1_000_000_000)
        guard !overflow, !carry else { return nil }
        nanoseconds = sum
    }

    public var duration: Duration { .nanoseconds(nanoseconds) }

    public static func < (lhs: Self, rhs: Self) -> Bool { lhs.nanoseconds < rhs.nanoseconds }
}
