public import Domain

/// What people order of the engine, besides runs.
public enum OperatorOrder: Sendable {
    case decide(Decision)
    /// The same decision about many holds at once.
    case decideAll(HoldSelection)
    case stop(Stop)
    case lift(StopScope, by: Actor, reason: String)
    case release(ReleaseScope, by: Actor, reason: String)
}

/// Which measures a person takes back.
public enum ReleaseScope: Hashable, Sendable {
    case incident(IncidentID)
    case device(DeviceID)
    case measure(MeasureID)

    /// The stored spelling: the id, which says what it is of, or `device:` and a name.
    public var text: String {
        switch self {
        case .incident(let id): id.description
        case .device(let id): "device:\(id)"
        case .measure(let id): id.description
        }
    }

    public init?(text: String) {
        if let id = IncidentID(text) {
            self = .incident(id)
        } else if let id = MeasureID(text) {
            self = .measure(id)
        } else if text.hasPrefix("device:"), let id = DeviceID(String(text.dropFirst("device:".count))) {
            self = .device(id)
        } else {
            return nil
        }
    }
}

/// What became of an order: how much it reached. Or why it does not count, and that nothing has changed.
public typealias OrderAnswer = Result<OrderReceipt, OperatorError>

public struct OrderReceipt: Hashable, Sendable {
    /// Of a stop: commands that were under way already, whose outcome will still come in. Of a resume: steps that go
    /// on. Of a decision: steps that it was about. Of a release:
    /// measures that are taken back.
    public let count: Int
    /// Of a release: commands whose outcome is awaited. What they may have done is taken back then.
    public let underWay: Int
    /// What the order could have reached and did not, because so many at once are not decided: those after ``last``.
    public let left: Int
    public let last: HoldPlace?
    /// Of a decision about many: runs whose holds came after what the person read, and stay as they are.
    public let later: Int
    /// Of a release: runs that it means and that are not taken up. Whatever they did stays in force.
    public let notTakenUp: [RunID]
    /// Of a resume: what is stopped all the same. Of a release: what keeps it from being carried out now.
    public let stopped: [StopScope]

    public init(
        count: Int,
        underWay: Int = 0,
        left: Int = 0,
        last: HoldPlace? = nil,
        later: Int = 0,
        notTakenUp: [RunID] = [],
        stopped: [StopScope] = []
    ) {
        self.count = count
        self.underWay = underWay
        self.left = left
        self.last = last
        self.later = later
        self.notTakenUp = notTakenUp
        self.stopped = stopped
    }
}

/// What a person says about a step: one that asks, one that a guard holds, or one at which a run stopped.
public struct Decision: Hashable, Sendable {
    public let run: RunID
    /// The step's ``Step/path``.
    public let step: String
    /// What the person read that holds it; nil where they did not say, as where they answer a question. Of two who read the
    /// same the second would else let pass what nobody read.
    public let cause: Hold.Cause?
    /// The moment of what they read: what came later they do not mean. Nil where they did not say. A second limit is of the
    /// same cause as the first, and so is a second doubt.
    public let asOf: Instant?
    /// Whether they read that it failed, or that nobody knows, and have it sent once more.
    public let anew: Bool
    public let agrees: Bool
    /// For the audit log; may be empty.
    public let reason: String
    public let by: Actor
    /// The groups that the person belongs to.
    public let groups: Set<String>

    public init(
        run: RunID,
        step: String,
        cause: Hold.Cause? = nil,
        asOf: Instant? = nil,
        anew: Bool = false,
        agrees: Bool,
        reason: String,
        by: Actor,
        groups: Set<String>
    ) {
        self.run = run
        self.step = step
        self.cause = cause
        self.asOf = asOf
        self.anew = anew
        self.agrees = agrees
        self.reason = reason
        self.by = by
        self.groups = groups
    }
}

/// A place in the order in which holds are decided about: runs by their start. It stays where it is when the run has ended.
public struct HoldPlace: Hashable, Comparable, Sendable {
    let started: Instant
    let run: RunID

    init(_ run: Run) {
        started = run.started
        self.run = run.id
    }

    /// As it was given out.
    public init?(text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, let time = Int64(parts[0]), let run = RunID(parts[1]) else { return nil }
        started = Instant(nanosecondsSinceEpoch: time)
        self.run = run
    }

    public var text: String { "\(started.nanosecondsSinceEpoch)/\(run)" }

    public static func < (left: Self, right: Self) -> Bool { (left.started, left.run) < (right.started, right.run) }
}

/// Holds that one decision is about.
public struct HoldSelection: Hashable, Sendable {
    /// More than this are decided in several orders, so that no turn grows without bound.
    public static let atOnceMax = 1_000

    /// Nil for any.
    public let playbook: String?
    public let cause: Hold.Cause?
    /// The moment of the list that the person read: holds that came later are not meant. Nil where they did not say, which is for
    /// those alone that refuse.
    public let asOf: Instant?
    /// The oldest first, and only runs after this place, where an order before it reached so far: what that let go on may be
    /// held for another cause by now.
    public let after: HoldPlace?
    public let atMost: Int
    public let agrees: Bool
    public let reason: String
    public let by: Actor
    public let groups: Set<String>

    public init(
        playbook: String?,
        cause: Hold.Cause?,
        asOf: Instant? = nil,
        after: HoldPlace? = nil,
        atMost: Int,
        agrees: Bool,
        reason: String,
        by actor: Actor,
        groups: Set<String>
    ) {
        self.playbook = playbook
        self.cause = cause
        self.asOf = asOf
        self.after = after
        self.atMost = min(atMost, Self.atOnceMax)
        self.agrees = agrees
        self.reason = reason
        self.by = actor
        self.groups = groups
    }
}
