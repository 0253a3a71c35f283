public import Domain
public import Playbooks

/// Where a step stands. Each case holds what is true in that case, and nothing else.
public enum StepState: Hashable, Sendable {
    case ready
    /// A parallel step whose branches are under way.
    case open
    /// A guard stopped it before anything was sent. Only a person leaves this state.
    case held(Hold)
    /// T1 is durable: the command may be on its way. What became of it, the outcome or a restart tells.
    case intent(Attempt)
    /// An attempt had no effect, or the receiver drops repeats: the next one is due.
    case retrying(after: Attempt, until: Instant, because: OperatorError)
    /// An attempt's outcome is unknown, and is being read back.
    case probing(Attempt, because: OperatorError)

    // Closed.
    /// The receiver said so.
    case ok(Attempt, Completion)
    /// Handed over, and no answer was asked for.
    case sent(Attempt, Completion)
    /// A drill: everything but the hand-over.
    case rehearsed(Attempt, Completion)
    /// A parallel step whose branches are all closed; `failed` are those whose failure counts.
    case joined(failed: [Step.Index])
    case skipped(SkipReason)
    /// The receiver refused, or there was nothing to send: certainly no effect.
    case failed(attempts: Int, OperatorError)
    /// Every attempt that the policy allows was made, none with a known effect.
    case exhausted(Attempt, OperatorError)
    /// It may have happened or not, and sending again could do it twice.
    case inDoubt(Attempt, OperatorError)

    /// Whether the run may go on to what comes after this step (or stops here, by its `on_failure`).
    public var isClosed: Bool {
        switch self {
        case .ready, .open, .held, .intent, .retrying, .probing: false
        case .ok, .sent, .rehearsed, .joined, .skipped, .failed, .exhausted, .inDoubt: true
        }
    }

    /// Whether it closed without what was asked of it.
    public var isFailure: Bool {
        switch self {
        case .failed, .exhausted, .inDoubt: true
        case .joined(let failed): !failed.isEmpty
        case .ready, .open, .held, .intent, .retrying, .probing, .ok, .sent, .rehearsed, .skipped: false
        }
    }

    /// The attempt whose outcome is awaited.
    public var attemptInFlight: Attempt? {
        switch self {
        case .intent(let attempt), .probing(let attempt, _): attempt
        case .ready, .open, .held, .retrying, .ok, .sent, .rehearsed, .joined, .skipped, .failed, .exhausted, .inDoubt:
            nil
        }
    }

    public var error: OperatorError? {
        switch self {
        case .retrying(_, _, let error), .probing(_, let error), .failed(_, let error), .exhausted(_, let error),
            .inDoubt(_, let error):
            error
        case .ready, .open, .held, .intent, .ok, .sent, .rehearsed, .joined, .skipped: nil
        }
    }

    public var attempts: Int {
        switch self {
        case .ready, .open, .held, .joined, .skipped: 0
        case .failed(let attempts, _): attempts
        case .intent(let attempt), .retrying(let attempt, _, _), .probing(let attempt, _), .ok(let attempt, _),
            .sent(let attempt, _), .rehearsed(let attempt, _), .exhausted(let attempt, _),
            .inDoubt(let attempt, _):
            attempt.number
        }
    }

    public var completion: Completion? {
        switch self {
        case .ok(_, let completion), .sent(_, let completion), .rehearsed(_, let completion): completion
        case .ready, .open, .held, .intent, .retrying, .probing, .joined, .skipped, .failed, .exhausted, .inDoubt: nil
        }
    }

    /// One word, the stored spelling and what people read.
    public var text: String {
        switch self {
        case .ready: "ready"
        case .open: "open"
        case .held: "held"
        case .intent: "intent"
        case .retrying: "retrying"
        case .probing: "probing"
        case .ok: "ok"
        case .sent: "sent"
        case .rehearsed: "rehearsed"
        case .joined: "joined"
        case .skipped: "skipped"
        case .failed: "failed"
        case .exhausted: "exhausted"
        case .inDoubt: "in-doubt"
        }
    }
}

/// One try of one step.
public struct Attempt: Hashable, Sendable {
    /// 1 for the first.
    public let number: Int
    public let key: StepKey
    public let began: Instant
    /// After it the driver has given up, and the command itself has expired wherever the transport lets it.
    public let deadline: Instant
    public let request: RenderedRequest

    public init(number: Int, key: StepKey, began: Instant, deadline: Instant, request: RenderedRequest) {
        precondition(number >= 1, "attempts are counted from 1")
        self.number = number
        self.key = key
        self.began = began
        self.deadline = deadline
        self.request = request
    }
}

/// Why a guard stopped a step.
public struct Hold: Hashable, Sendable {
    public enum Cause: String, CaseIterable, Hashable, Sendable {
        case protected
        case limit
        /// The guard could not be decided. Not knowing is not permission.
        case undecided
    }

    public let cause: Cause
    /// The numbers and names that the guard saw, as a sentence.
    public let explanation: String

    public init(_ cause: Cause, _ explanation: String) {
        self.cause = cause
        self.explanation = explanation
    }
}

public enum SkipReason: Hashable, Sendable {
    case conditionFalse
    /// A `go_to` passed over it.
    case jumpedOver
    /// The event was older than `max_age`: it opens an incident, but touches no device.
    case eventTooOld
    case overLimit(String)

    /// What people read.
    public var text: String {
        switch self {
        case .conditionFalse: "its condition is false"
        case .jumpedOver: "passed over by go_to"
        case .eventTooOld: "the event is older than max_age"
        case .overLimit(let explanation): explanation
        }
    }
}
