import Domain
import Engine
import TestKit
import Testing

@Suite struct BreakerTests {
    private static let gone = Breaker.Verdict.missing(Sample.error("connection refused"))
    private var limits = Limits()
    private let start = Sample.start

    init() {
        limits.breakerFailuresMax = 3
        limits.breakerPauseFirst = .seconds(1)
        limits.breakerPauseMax = .seconds(3)
    }

    /// Opened at the third failure, two seconds after the start.
    private func opened() -> Breaker {
        var breaker = Breaker(limits)
        for second in 0...2 {
            let now = start + .seconds(second)
            #expect(breaker.admit(at: now) == .attempt)
            let change = breaker.take(Self.gone, of: .attempt, at: now)
            #expect((change != nil) == (second == 2))
        }
        return breaker
    }

    private func wait(_ admission: Breaker.Admission?) -> Duration? {
        if case .refused(_, let wait)? = admission { wait } else { nil }
    }

    @Test func `so many attempts in a row without an answer open it, and an answer between them does not`() {
        var breaker = Breaker(limits)
        for _ in 0..<10 {
            _ = breaker.take(Self.gone, of: .attempt, at: start)
            _ = breaker.take(Self.gone, of: .attempt, at: start)
            _ = breaker.take(.answered, of: .attempt, at: start)
            #expect(breaker.admit(at: start) == .attempt)
        }
        #expect(opened().refusal(at: start + .seconds(2)) != nil)
    }

    @Test func `what nobody can tell of counts neither way`() {
        var breaker = Breaker(limits)
        for _ in 0..<2 { _ = breaker.take(Self.gone, of: .attempt, at: start) }
        for _ in 0..<10 { #expect(breaker.take(.unclear, of: .attempt, at: start) == nil) }
        #expect(breaker.admit(at: start) == .attempt)
        _ = breaker.take(Self.gone, of: .attempt, at: start)
        #expect(wait(breaker.admit(at: start)) == .seconds(1))
    }

    @Test func `an open one says since when, why, and how long until it is tried`() {
        let breaker = opened()
        guard case .refused(let outage, let wait)? = breaker.refusal(at: start + .milliseconds(2_400)) else {
            Issue.record("it lets attempts through")
            return
        }
        #expect(outage.since == start)
        #expect(outage.cause.reason == "connection refused")
        #expect(wait == .milliseconds(600))
    }

    @Test func `after the pause one attempt is let through, and the others wait for what it tells`() {
        var breaker = opened()
        let due = start + .seconds(3)
        #expect(breaker.refusal(at: due) == nil)
        #expect(breaker.admit(at: due) == .probe)
        #expect(wait(breaker.admit(at: due)) == .seconds(2))
        #expect(wait(breaker.refusal(at: due)) == .seconds(2))
        guard case .closed(let outage)? = breaker.take(.answered, of: .probe, at: due) else {
            Issue.record("it did not close")
            return
        }
        #expect(outage.since == start)
        #expect(breaker.admit(at: due) == .attempt)
    }

    @Test func `each probe that fails doubles the pause, up to the maximum`() {
        var breaker = opened()
        var now = start + .seconds(2)
        var pauses: [Duration] = []
        for _ in 0..<4 {
            let pause = wait(breaker.refusal(at: now)) ?? .zero
            pauses.append(pause)
            now = now + pause
            #expect(breaker.admit(at: now) == .probe)
            #expect(breaker.take(Self.gone, of: .probe, at: now) == nil)
        }
        #expect(pauses == [.seconds(1), .seconds(2), .seconds(3), .seconds(3)])
    }

    @Test func `attempts that were let through before it opened tell nothing by failing`() {
        var breaker = opened()
        let due = start + .seconds(3)
        #expect(breaker.take(Self.gone, of: .attempt, at: start + .seconds(2)) == nil)
        #expect(breaker.admit(at: due) == .probe)
        #expect(breaker.take(Self.gone, of: .attempt, at: due) == nil)
        guard case .halfOpen = breaker.state else {
            Issue.record("it took another attempt for the probe")
            return
        }
    }

    @Test func `a late answer is an answer: somebody is there`() {
        var breaker = opened()
        #expect(breaker.take(.answered, of: .attempt, at: start + .seconds(2)) != nil)
        #expect(breaker.admit(at: start + .seconds(2)) == .attempt)
    }

    /// A reading found it: one that waits minutes for a device that is gone kept all others from the connection.
    @Test func `a probe that tells nothing for long is followed by another`() {
        var breaker = opened()
        let due = start + .seconds(3)
        #expect(breaker.admit(at: due) == .probe)
        #expect(wait(breaker.admit(at: due + .milliseconds(1_900))) == .milliseconds(100))
        #expect(breaker.admit(at: due + .seconds(2)) == .probe)
        #expect(wait(breaker.admit(at: due + .seconds(2))) == .seconds(2))
        #expect(breaker.take(.answered, of: .probe, at: due + .seconds(2)) != nil)
        #expect(breaker.take(Self.gone, of: .probe, at: due + .seconds(300)) == nil)
        #expect(breaker.admit(at: due + .seconds(300)) == .attempt)
    }

    /// Otherwise nothing would ever be let through again.
    @Test func `a probe that tells nothing closes it`() {
        var breaker = opened()
        #expect(breaker.admit(at: start + .seconds(3)) == .probe)
        #expect(breaker.take(.unclear, of: .probe, at: start + .seconds(3)) != nil)
    }
}
