public import CEL
public import Domain

/// One step of a run, known before it starts.
///
/// A step of the text is one of these, or several: the steps of a `for_each` are there once for each item that there
/// may be, and those of a called playbook once for each call. So the number of steps bounds the length of a run.
public struct Step: Sendable {
    /// The place of a step in ``Playbook/steps``. Stored with runs, which are pinned to one text, so it never shifts.
    public struct Index: Hashable, Comparable, Sendable {
        public let position: Int
        public init(_ position: Int) { self.position = position }
        public static func < (lhs: Self, rhs: Self) -> Bool { lhs.position < rhs.position }
    }

    public let index: Index
    /// As its author calls it: `steps.<id>` in expressions.
    public let id: String
    /// Unique in the run: the id, or for a step of a loop or of a call a path such as `each[2]/notify`. It is what the
    /// audit log says and what the step's key is made of.
    public let path: String
    /// Where it stands in the text.
    public let span: SourceSpan
    /// What its expressions see: a place in ``Playbook/frames``.
    public let frame: Frame.Index
    /// The step is skipped where it is false.
    public let condition: Program?
    public let body: Body
    /// Of a step that has others in it: how long they may take in all.
    public let timeout: Duration?
    public let onFailure: OnFailure

    public indirect enum Body: Sendable {
        case action(ActionCall)
        /// Branches, all joined: the step is closed when each of them is.
        case parallel([Index])
        /// Steps, one after the other: a group of the text, or one round of a loop.
        case group([Index])
        /// The first branch whose condition holds; the last may have none.
        case choose([Branch])
        case loop(Loop)
        case wait(Wait)
        case approval(ApprovalPolicy)
        case call(Call)
        /// Names for later steps: a mapping.
        case set(Template)
        /// Ends its list as a failure, and says why.
        case fail(Template)
        /// Ends its playbook early, and says why.
        case end(Template)
        /// Takes back what the step `of` did. Not of the text: it follows from `expires` and `on.cleared`.
        case release(of: Index, ActionCall)
    }

    public enum OnFailure: Hashable, Sendable {
        /// The run stops here and waits for a person; `always` still runs.
        case stop
        case `continue`
        /// Skip to this step. Forward only, so that a run's length is bounded before it starts.
        case goTo(Index)
    }

    /// What it asks of a driver, if it does.
    public var call: ActionCall? {
        switch body {
        case .action(let call), .release(_, let call), .wait(.message(let call)): call
        case .parallel, .group, .choose, .loop, .wait, .approval, .call, .set, .fail, .end: nil
        }
    }

    /// Whom its author wants to be asked.
    public var policy: ApprovalPolicy? {
        if case .approval(let policy) = body { policy } else { call?.approval }
    }

    /// The steps that stand directly within it.
    public var children: [Index] {
        switch body {
        case .parallel(let steps), .group(let steps): steps
        case .choose(let branches): branches.flatMap(\.steps)
        case .loop(let loop): loop.rounds
        case .call(let call): call.main + call.always
        case .action, .wait, .approval, .set, .fail, .end, .release: []
        }
    }
}

/// One way of a `choose`.
public struct Branch: Sendable {
    /// Nil for `otherwise`.
    public let condition: Program?
    public let steps: [Step.Index]
}

/// A `for_each`: its steps once for each item that there may be.
public struct Loop: Sendable {
    public let list: Program
    /// Asked before each item, which it sees; where it is false, the rest is left out.
    public let condition: Program?
    /// How many items at the same time.
    public let atOnce: Int
    /// A group for each item, as many as there may be.
    public let rounds: [Step.Index]
}

/// What a `wait` waits for.
public enum Wait: Sendable {
    case pause(Duration)
    /// An expression that gives a timestamp.
    case until(Program)
    /// An event of this type about the device of the run; the condition sees it as `arrived`.
    case event(type: String, Program?, within: Duration)
    /// A message on a topic: the driver listens.
    case message(ActionCall)
}

/// Another playbook's steps.
public struct Call: Sendable {
    public let playbook: String
    /// The values of its inputs, in its order: seen from the step that calls, unless the template is its own.
    public let arguments: [Argument]
    public let main: [Step.Index]
    public let always: [Step.Index]

    public struct Argument: Sendable {
        public let name: String
        public let template: Template
        /// Whether it is the called playbook's own value: then it sees what that playbook's inputs see.
        public let isStandard: Bool
    }
}

/// Who has to agree, and for how long they are asked.
public struct ApprovalPolicy: Hashable, Sendable {
    /// The group that they belong to; nil for whoever may approve.
    public let group: String?
    /// How many different people.
    public let people: Int
    public let within: Duration
    public let otherwise: Otherwise

    /// What a refusal or silence comes to. It never proceeds by itself.
    public enum Otherwise: String, CaseIterable, Hashable, Sendable {
        case fail, skip
    }

    /// What the mode `ask` asks before each effect.
    public static let ask = Self(group: nil, people: 1, within: .seconds(3_600), otherwise: .fail)

    public init(group: String?, people: Int, within: Duration, otherwise: Otherwise) {
        self.group = group
        self.people = people
        self.within = within
        self.otherwise = otherwise
    }
}
