import Domain
import TestKit
import Testing

@Suite struct InstantTests {
    @Test func `a duration that is too long for nanoseconds is held at the end`() {
        #expect(Duration.seconds(Int64.max).nanoseconds == .max)
        #expect(Duration.seconds(Int64.min).nanoseconds == .min)
        #expect(Sample.start + .seconds(Int64.max) == Instant(nanosecondsSinceEpoch: .max))
        #expect(Instant(nanosecondsSinceEpoch: -1) - .seconds(Int64.max) == Instant(nanosecondsSinceEpoch: .min))
    }

    @Test(arguments: [(1_999_999_999, 1), (-1_999_999_999, -1), (999_999_999, 0), (-1, 0)])
    func `what is less than a nanosecond does not count`(attoseconds: Int64, nanoseconds: Int64) {
        let duration = Duration(secondsComponent: 0, attosecondsComponent: attoseconds)
        #expect(duration.nanoseconds == nanoseconds)
    }
}
