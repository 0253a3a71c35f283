import CEL
package import Domain

/// A time as people write one: RFC 3339, or how long ago.
package enum Moment {
    package static let rule = "a time as in RFC 3339, such as 2026-02-03T04:05:06Z, or how long ago, such as 12h"

    /// `nil` for any other text. A length of time counts back from `now`.
    package static func instant(_ text: String, before now: Instant) -> Instant? {
        if let nanoseconds = Timestamp(text)?.nanosecondsSinceEpoch {
            return Instant(nanosecondsSinceEpoch: nanoseconds)
        }
        guard let span = TimeSpan(text), span.nanoseconds >= 0 else { return nil }
        return now - span.duration
    }
}

extension Instant {
    /// RFC 3339, to the nanosecond.
    var timestamp: String { Timestamp(nanosecondsSinceEpoch: nanosecondsSinceEpoch).description }

    /// RFC 3339, to the millisecond, such as `2026-02-03T04:05:06.789Z`: for people.
    package var toTheMillisecond: String {
        let (seconds, milliseconds) = millisecondsSinceEpoch.quotientAndRemainder(dividingBy: 1_000)
        let whole = Timestamp(nanosecondsSinceEpoch: seconds * 1_000_000_000).description.dropLast()
        return "\(whole).\("\(1_000 + milliseconds)".suffix(3))Z"
    }
}
