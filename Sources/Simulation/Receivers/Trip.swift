import CEL
import Domain
import Response

/// A command under way, and what its receiver did with it once it has come.
final class Trip: Sendable {
    let intent: Intent
    let journey: Journey
    /// The command carries its own expiry, from when it is handed over, so that none acts days later.
    let expires: Instant
    /// When the driver brings back what it knows by then.
    let heard: Instant
    private let sabotage: Sabotage?
    private let came = Confined<Reception?>(nil)

    init(_ intent: Intent, _ journey: Journey, handedOver now: Instant, _ sabotage: Sabotage?) {
        self.sabotage = sabotage
        self.intent = intent
        self.journey = journey
        expires = now + intent.timeout
        heard = Self.heard(journey, now, timeout: intent.timeout)
    }

    /// Nil for as long as it has not come.
    var reception: Reception? {
        get { came.value }
        // The first counts: a repeat of the network changes nothing that was said.
        set { if came.value == nil { came.value = newValue } }
    }

    private static func heard(_ journey: Journey, _ now: Instant, timeout: Duration) -> Instant {
        let giveUp = now + timeout
        let arrival: Duration
        switch journey.course {
        case .turnedAway: return now + min(journey.back, timeout)
        case .lost: return giveUp + (journey.overrun ?? .zero)
        case .arrives(let after), .arrivesTwice(let after, _): arrival = after
        }
        if let overrun = journey.overrun { return giveUp + overrun }
        if case .nothing = journey.report { return giveUp }
        return min(giveUp, now + arrival + journey.back)
    }

    /// What the driver says. "Failed" is said only where the receiver said no itself.
    var answer: AttemptResult {
        if sabotage == .driversClaim { return .success(Self.done) }
        if sabotage == .receiversDeny, reception == .applied {
            return .failure(.permanent(Journey.error("it refused")))
        }
        if case .turnedAway(let failure) = journey.course { return .failure(failure) }
        guard let reception else { return .failure(.unknownOutcome(Journey.error("no answer"))) }
        switch (journey.report, reception) {
        case (.serverError, _): return .failure(.unknownOutcome(Journey.error("answered 503")))
        case (.nothing, _), (_, .expired): return .failure(.unknownOutcome(Journey.error("no answer")))
        case (.handedOver, .applied), (.handedOver, .dropped): return .success(Completion(.sent, evidence: "taken"))
        case (_, .applied), (_, .dropped), (_, .seen): return .success(Self.done)
        case (_, .refused): return .failure(Self.refusal(of: intent))
        }
    }

    static let done = Completion(.confirmed, output: ["n": 42], evidence: "it says so")

    private static func refusal(of intent: Intent) -> ActionFailure {
        let isVerification = intent.attempt.request.action == ModelKinds.verification
        return isVerification
            ? .transient(Journey.error("the device is still there")) : .permanent(Journey.error("it refused"))
    }
}
