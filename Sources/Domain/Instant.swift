/// A point in time as the engine sees it: nanoseconds since 1970-01-01T00:00:00Z.
///
/// The pure targets never read a clock. They are handed an `Instant` by whoever drives them.
public struct Instant: Comparable, Hashable, Sendable, Codable {
    public let nanosecondsSinceEpoch: Int64

    public init(nanosecondsSinceEpoch: Int64) {
        self.nanosecondsSinceEpoch = nanosecondsSinceEpoch
    }

    public init(millisecondsSinceEpoch: Int64) {
        nanosecondsSinceEpoch = millisecondsSinceEpoch.multipliedClamped(by: 1_000_000)
    }

    public var millisecondsSinceEpoch: Int64 { nanosecondsSinceEpoch / 1_000_000 }

    public static let distantFuture = Self(nanosecondsSinceEpoch: .max)

    public static func < (lhs: Self, rhs: Self) -> Bool {
        lhs.nanosecondsSinceEpoch < rhs.nanosecondsSinceEpoch
    }

    /// The sum, held at the ends of the range: an event from the year 9999 must not trap the engine.
    public static func + (lhs: Self, rhs: Duration) -> Self { lhs.advanced(byNanoseconds: rhs.nanoseconds) }

    func advanced(byNanoseconds count: Int64) -> Self {
        let (sum, overflow) = nanosecondsSinceEpoch.addingReportingOverflow(count)
        return Self(nanosecondsSinceEpoch: overflow ? (count < 0 ? .min : .max) : sum)
    }

    public static func - (lhs: Self, rhs: Duration) -> Self { lhs + (.zero - rhs) }

    public static func - (lhs: Self, rhs: Self) -> Duration {
        let (difference, overflow) = lhs.nanosecondsSinceEpoch.subtractingReportingOverflow(rhs.nanosecondsSinceEpoch)
        return .nanoseconds(overflow ? (lhs < rhs ? .min : .max) : difference)
    }
}

extension Duration {
    /// Whole nanoseconds, held at the ends of `Int64` (±292 years).
    public var nanoseconds: Int64 { Int64(clamping: attoseconds / 1_000_000_000) }

    public var milliseconds: Int64 { nanoseconds / 1_000_000 }

    /// Without what is smaller than a millisecond: nobody reads it, and it makes texts long.
    public var wholeMilliseconds: Duration { .milliseconds(milliseconds) }
}

extension Int64 {
    fileprivate func multipliedClamped(by factor: Int64) -> Int64 {
        let (product, overflow) = multipliedReportingOverflow(by: factor)
        guard overflow else { return product }
        return (self < 0) == (factor < 0) ? .max : .min
    }
}
