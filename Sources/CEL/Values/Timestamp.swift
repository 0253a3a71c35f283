/// A point in time, UTC, to the nanosecond: years 1 to 9999.
///
/// - Source: google.protobuf.Timestamp; cel-spec, "Timestamp".
public struct Timestamp: Sendable, Hashable, Comparable {
    /// Since 1970-01-01T00:00:00Z, rounded down.
    public let seconds: Int64
    /// 0 to 999,999,999, always forward from ``seconds``.
    public let nanoseconds: Int32

    package static let secondsRange: ClosedRange<Int64> = -62_135_596_800...253_402_300_799

    /// Nil outside years 1 to 9999.
    /// - Precondition: `nanoseconds` is 0 to 999,999,999.
    public init?(seconds: Int64, nanoseconds: Int32 = 0) {
        precondition((0..<1_000_000_000).contains(nanoseconds), "a timestamp's nanoseconds are below one second")
        guard Self.secondsRange.contains(seconds) else { return nil }
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    /// Every such number is in range: years 1677 to 2262.
    public init(nanosecondsSinceEpoch: Int64) {
        let (quotient, remainder) = nanosecondsSinceEpoch.quotientAndRemainder(dividingBy: 1_000_000_000)
        seconds = remainder < 0 ? quotient - 1 : quotient
        nanoseconds = Int32(remainder < 0 ? remainder + 1_000_000_000 : remainder)
    }

    /// Nil outside years 1677 to 2262.
    public var nanosecondsSinceEpoch: Int64? {
        // Scaled one second nearer to zero for times before 1970: the earliest ones fit only as a sum.
        let base = seconds < 0 ? seconds + 1 : seconds
        let rest = Int64(nanoseconds) - (seconds < 0 ? 1_000_000_000 : 0)
        let (scaled, overflow) = base.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, carry) = scaled.addingReportingOverflow(rest)
        return overflow || carry ? nil : sum
    }

    public static func < (lhs: Self, rhs: Self) -> Bool {
        (lhs.seconds, lhs.nanoseconds) < (rhs.seconds, rhs.nanoseconds)
    }
}
