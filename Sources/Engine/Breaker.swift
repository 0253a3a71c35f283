package import Domain

/// Keeps attempts away from a connection behind which nobody answers, and finds out when somebody does again.
///
///     closed → open        so many attempts in a row had no answer
///     open → half-open     a pause is over: one attempt is let through, and tells
///     half-open → closed   it was answered
///     half-open → open     it was not: the pause doubles, up to a maximum
///     half-open → half-open  it told nothing for as long as that pause: another one is let through
package struct Breaker: Hashable, Sendable {
    package enum State: Hashable, Sendable {
        /// Attempts without an answer since the last that had one, and when the first of them ended.
        case closed(failures: Int, since: Instant?)
        case open(Outage, until: Instant)
        case halfOpen(Outage, until: Instant)
    }

    /// A time in which nobody answers.
    package struct Outage: Hashable, Sendable {
        package let since: Instant
        /// What the last attempt said.
        package var cause: OperatorError
        /// From the last attempt to the next.
        package var pause: Duration
    }

    package enum Admission: Hashable, Sendable {
        case attempt
        /// The one that tells whether somebody answers again.
        case probe
        /// Nothing may be handed over now.
        case refused(Outage, retryAfter: Duration)
    }

    /// What an attempt tells of the other side.
    package enum Verdict: Hashable, Sendable {
        /// It is there, whatever it said.
        case answered
        case missing(OperatorError)
        /// Nothing: somebody further away had no answer.
        case unclear
    }

    package enum Change: Hashable, Sendable {
        case opened(Outage)
        case closed(Outage)
    }

    package private(set) var state = State.closed(failures: 0, since: nil)
    private let failuresMax: Int
    private let pauseFirst: Duration
    private let pauseMax: Duration

    package init(_ limits: Limits) {
        precondition(limits.breakerFailuresMax >= 1, "a breaker that never opens is none")
        failuresMax = limits.breakerFailuresMax
        pauseFirst = limits.breakerPauseFirst
        pauseMax = limits.breakerPauseMax
    }

    /// Why nothing would be let through now; nil where something would. Changes nothing.
    package func refusal(at now: Instant) -> Admission? {
        switch state {
        case .closed: nil
        // Were the probe to fail, its end would be the next chance; and it may be waiting for a device that is gone.
        case .open(let outage, let until), .halfOpen(let outage, let until):
            now < until ? .refused(outage, retryAfter: until - now) : nil
        }
    }

    /// Asked right before an attempt is handed over. What was let through is followed by ``take(_:of:at:)``.
    package mutating func admit(at now: Instant) -> Admission {
        if let refusal = refusal(at: now) { return refusal }
        switch state {
        case .closed: return .attempt
        case .open(let outage, _), .halfOpen(let outage, _):
            state = .halfOpen(outage, until: now + longer(outage.pause))
            return .probe
        }
    }

    package mutating func take(_ verdict: Verdict, of admission: Admission, at now: Instant) -> Change? {
        switch verdict {
        case .answered: answered()
        case .unclear: admission == .probe ? answered() : nil
        case .missing(let error): failed(error, isProbe: admission == .probe, at: now)
        }
    }

    /// Also where it is late: somebody is there.
    private mutating func answered() -> Change? {
        let before = state
        state = .closed(failures: 0, since: nil)
        switch before {
        case .closed: return nil
        case .open(let outage, _), .halfOpen(let outage, _): return .closed(outage)
        }
    }

    private mutating func failed(_ error: OperatorError, isProbe: Bool, at now: Instant) -> Change? {
        switch state {
        case .closed(let failures, let since):
            guard failures + 1 >= failuresMax else {
                state = .closed(failures: failures + 1, since: since ?? now)
                return nil
            }
            let outage = Outage(since: since ?? now, cause: error, pause: pauseFirst)
            state = .open(outage, until: now + outage.pause)
            return .opened(outage)
        case .halfOpen(var outage, _) where isProbe:
            outage.cause = error
            outage.pause = longer(outage.pause)
            state = .open(outage, until: now + outage.pause)
            return nil
        // An attempt that was let through before tells nothing new.
        case .open, .halfOpen: return nil
        }
    }

    private func longer(_ pause: Duration) -> Duration { min(pause * 2, pauseMax) }
}
