public import CEL
public import Domain
public import Playbooks

/// Where a step stands. Each case holds what is true in that case, and nothing else.
///
/// Indirect, so that a step that is still to come takes no room for all that may be said of one that was tried.
public indirect enum StepState: Hashable, Sendable {
    case ready
    /// A step with others in it, which are under way; `until` is its `timeout`.
    case open(Opening, until: Instant?)
    /// People are asked, until this time.
    case asking(until: Instant)
    /// Until this time: a pause, something that has to happen before it, or the end of a measure; nil of a measure that is in
    /// force until somebody ends it.
    case waiting(until: Instant?)
    /// Another run works on the device, and has the lane.
    case queued(behind: RunID)
    /// A guard or a stop holds it, before anything was sent. A person ends that; so do the end of the stop, and a canary's time.
    case held(Hold)
    /// T1 is durable: the command may be on its way. What became of it, the outcome or a restart tells.
    case intent(Attempt)
    /// An attempt had no effect, or the receiver drops repeats: the next one is due then; nil where a stop has put it off, or
    /// another run on the device, until that is over.
    case retrying(after: Attempt, until: Instant?, because: OperatorError)
    /// An attempt's outcome is unknown, and is being read back.
    case probing(Attempt, because: OperatorError)

    // Closed.
    /// The receiver said so.
    case ok(Attempt, Completion)
    /// Handed over, and no answer was asked for.
    case sent(Attempt, Completion)
    /// A drill: everything but the hand-over.
    case rehearsed(Attempt, Completion)
    /// A step with others in it, which are all closed.
    case joined(Joined)
    /// Closed without an attempt: a name set, a wait that is over, people who agreed, an end.
    case done(output: Value)
    case skipped(SkipReason)
    /// The receiver refused, or there was nothing to send: certainly no effect.
    case failed(attempts: Int, OperatorError)
    /// Every attempt that the policy allows was made, none with a known effect; or the run was called off before.
    case exhausted(Attempt, OperatorError)
    /// It may have happened or not, and sending again could do it twice.
    case inDoubt(Attempt, OperatorError)

    /// Whether the run may go on to what comes after this step (or stops here, by its `on_failure`).
    public var isClosed: Bool {
        switch self {
        case .ready, .open, .asking, .waiting, .queued, .held, .intent, .retrying, .probing: false
        case .ok, .sent, .rehearsed, .joined, .done, .skipped, .failed, .exhausted, .inDoubt: true
        }
    }

    /// Whether it closed without what was asked of it.
    public var isFailure: Bool {
        switch self {
        case .failed, .exhausted, .inDoubt: true
        case .joined(let joined): !joined.failed.isEmpty
        case .ready, .open, .asking, .waiting, .queued, .held, .intent, .retrying, .probing, .ok, .sent, .rehearsed,
            .done,
            .skipped:
            false
        }
    }

    /// The attempt whose outcome is awaited.
    public var attemptInFlight: Attempt? {
        switch self {
        case .intent(let attempt), .probing(let attempt, _): attempt
        case .ready, .open, .asking, .waiting, .queued, .held, .retrying, .ok, .sent, .rehearsed, .joined, .done,
            .skipped,
            .failed, .exhausted, .inDoubt:
            nil
        }
    }

    public var error: OperatorError? {
        switch self {
        case .retrying(_, _, let error), .probing(_, let error), .failed(_, let error), .exhausted(_, let error),
            .inDoubt(_, let error):
            error
        case .ready, .open, .asking, .waiting, .queued, .held, .intent, .ok, .sent, .rehearsed, .joined, .done,
            .skipped:
            nil
        }
    }

    public var attempts: Int {
        if case .failed(let attempts, _) = self { attempts } else { attempt?.number ?? 0 }
    }

    /// The last attempt that there was.
    public var attempt: Attempt? {
        switch self {
        case .intent(let attempt), .retrying(let attempt, _, _), .probing(let attempt, _), .ok(let attempt, _),
            .sent(let attempt, _), .rehearsed(let attempt, _), .exhausted(let attempt, _),
            .inDoubt(let attempt, _):
            attempt
        case .ready, .open, .asking, .waiting, .queued, .held, .joined, .done, .skipped, .failed: nil
        }
    }

    public var completion: Completion? {
        switch self {
        case .ok(_, let completion), .sent(_, let completion), .rehearsed(_, let completion): completion
        case .ready, .open, .asking, .waiting, .queued, .held, .intent, .retrying, .probing, .joined, .done, .skipped,
            .failed,
            .exhausted, .inDoubt:
            nil
        }
    }

    /// What `steps.<id>.output` gives.
    public var output: Value {
        switch self {
        case .ok(_, let completion), .sent(_, let completion), .rehearsed(_, let completion): completion.output
        case .joined(let joined): joined.output
        case .done(let output): output
        case .ready, .open, .asking, .waiting, .queued, .held, .intent, .retrying, .probing, .skipped, .failed,
            .exhausted,
            .inDoubt:
            .null
        }
    }

    /// One word, the stored spelling and what people read.
    public var text: String {
        switch self {
        case .ready: "ready"
        case .open: "open"
        case .asking: "asking"
        case .waiting: "waiting"
        case .queued: "queued"
        case .held: "held"
        case .intent: "intent"
        case .retrying: "retrying"
        case .probing: "probing"
        case .ok: "ok"
        case .sent: "sent"
        case .rehearsed: "rehearsed"
        case .joined: "joined"
        case .done: "done"
        case .skipped: "skipped"
        case .failed: "failed"
        case .exhausted: "exhausted"
        case .inDoubt: "in-doubt"
        }
    }
}

/// What a step with others in it decided when it began.
public enum Opening: Hashable, Sendable {
    /// A group or branches: nothing.
    case all
    /// The branch that was taken, from 0; nil where no condition held.
    case branch(Int?)
    /// The items of a loop.
    case items([Value])
    /// The inputs of a called playbook, in its order.
    case inputs([Value])
}

/// What became of a step with others in it.
public struct Joined: Hashable, Sendable {
    /// Those whose failure counts.
    public let failed: [Step.Index]
    /// Whether an `end` in it ends what it stands in, too.
    public let ends: Bool
    public let output: Value
    /// As it was when it was opened, for whoever opens it again.
    public let opening: Opening

    public init(failed: [Step.Index], ends: Bool = false, output: Value = .null, opening: Opening = .all) {
        self.failed = failed
        self.ends = ends
        self.output = output
        self.opening = opening
    }
}

/// One try of one step.
public struct Attempt: Hashable, Sendable {
    /// 1 for the first.
    public let number: Int
    public let key: StepKey
    /// What the command carries so that no older one lands after it; nil where nothing of the device changes.
    public let fence: Int?
    public let began: Instant
    /// After it the driver has given up, and the command itself has expired wherever the transport lets it.
    public let deadline: Instant
    public let request: RenderedRequest

    public init(
        number: Int,
        key: StepKey,
        fence: Int? = nil,
        began: Instant,
        deadline: Instant,
        request: RenderedRequest
    ) {
        precondition(number >= 1, "attempts are counted from 1")
        self.number = number
        self.key = key
        self.fence = fence
        self.began = began
        self.deadline = deadline
        self.request = request
    }
}
