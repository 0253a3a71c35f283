public import CEL

/// One line of a playbook.
public struct Step: Sendable {
    /// The place of a step in ``Playbook/steps``. Stored with runs, which are pinned to one text, so it never shifts.
    public struct Index: Hashable, Comparable, Sendable {
        public let position: Int
        public init(_ position: Int) { self.position = position }
        public static func < (lhs: Self, rhs: Self) -> Bool { lhs.position < rhs.position }
    }

    public let index: Index
    /// Unique in the playbook: `steps.<id>` in expressions.
    public let id: String
    /// The step is skipped where it is false.
    public let condition: Program?
    public let body: Body
    public let onFailure: OnFailure

    public indirect enum Body: Sendable {
        case action(ActionCall)
        /// Branches, all joined: the step is closed when each of them is.
        case parallel([Index])
    }

    public enum OnFailure: Hashable, Sendable {
        /// The run stops here and waits for a person; `always` still runs.
        case stop
        case `continue`
        /// Skip to this step. Forward only, so that a run's length is bounded before it starts.
        case goTo(Index)
    }
}

/// What an action step asks for.
public struct ActionCall: Sendable {
    /// One of the configured connections that the action talks to.
    public struct Connection: Hashable, Sendable {
        /// What the playbook calls it under `with`.
        public let parameter: String
        /// Its name in the configuration.
        public let name: String
        public let kind: ConnectionKind
    }

    public let descriptor: ActionDescriptor
    /// The name of the configured connection, where the action talks to one; of several, the descriptor's first.
    public let connection: String?
    /// All of them, in the order of the descriptor.
    public let connections: [Connection]
    /// What stands under `with`, `connection` and the confirmation excepted, in the order of the descriptor. A
    /// duration is a constant of that type; a connection under another name is its name as a constant text.
    public let parameters: [(name: String, template: Template)]
    public let confirmation: Confirmation?
    public let retry: RetryPolicy
    /// `timeout`: how long one attempt may take. Unless it is said, the descriptor's, or as long as what an attempt
    /// waits for (`confirm.within`, a parameter that is a duration), whichever is longer.
    public let timeout: Duration
    /// `within`: how long the step may take in all, its pauses included. Unless it is said, the descriptor's.
    public let overall: Duration
}

/// The receiver's own answer that a step waits for.
public struct Confirmation: Sendable {
    public let topic: Template
    /// Sees `message` besides the rest.
    public let condition: Program
    public let within: Duration
}

/// When a failed attempt is tried again: full jitter between zero and a bound that doubles from `first` to `max`.
public struct RetryPolicy: Hashable, Sendable {
    /// Attempts in all, the first included.
    public let times: Int
    public let first: Duration
    public let max: Duration

    public static let standard = Self(times: 8, first: .seconds(1), max: .seconds(60))

    public init(times: Int, first: Duration, max: Duration) {
        precondition(times >= 1, "a step is tried at least once")
        self.times = times
        self.first = first
        self.max = max
    }
}
