import Domain
import TestKit
import Testing

@Suite struct SteadyTimeTests {
    private let start = Sample.start

    @Test func `while nobody sets the clock it is the clock's time`() {
        var time = SteadyTime(wall: start, elapsed: .seconds(77))
        for second in [0, 1, 5, 3_600] {
            let now = time.now(wall: start + .seconds(second), elapsed: .seconds(77 + second))
            #expect(now == start + .seconds(second))
        }
    }

    @Test func `a clock that is set back does not take it back, and is met after ten times as long`() {
        var time = SteadyTime(wall: start, elapsed: .zero)
        var last = start
        for second in 1...36_000 {
            let now = time.now(wall: start + .seconds(second - 3_600), elapsed: .seconds(second))
            #expect(now - last == .milliseconds(900))
            last = now
        }
        #expect(last == start + .seconds(36_000 - 3_600))
        #expect(time.now(wall: last + .seconds(1), elapsed: .seconds(36_001)) == last + .seconds(1))
    }

    @Test func `a clock that is set forward by a day makes it a tenth faster, and no more`() {
        var time = SteadyTime(wall: start, elapsed: .zero)
        #expect(time.now(wall: start + .seconds(86_400), elapsed: .zero) == start)
        #expect(time.now(wall: start + .seconds(86_410), elapsed: .seconds(10)) == start + .seconds(11))
    }

    @Test func `a clock that jitters is followed`() {
        var time = SteadyTime(wall: start, elapsed: .zero)
        let now = time.now(wall: start + .milliseconds(10_004), elapsed: .seconds(10))
        #expect(now == start + .milliseconds(10_004))
    }

    @Test func `the same moment twice is the same time`() {
        var time = SteadyTime(wall: start, elapsed: .zero)
        let first = time.now(wall: start + .seconds(50), elapsed: .seconds(2))
        #expect(time.now(wall: start + .seconds(9_999), elapsed: .seconds(2)) == first)
        #expect(time.now(wall: start - .seconds(9_999), elapsed: .seconds(1)) == first)
    }
}
