public import CEL

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

    /// As the step has it: what the step says that it touches, it touches.
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
    /// Who agrees before it is done.
    public let approval: ApprovalPolicy?
    /// `expires`: how long after it was done it is taken back.
    public let expires: Duration?

    /// Whether what it did is in force until it is taken back. What lets a device back in stays so, unless the playbook says
    /// for how long.
    public var leavesMeasure: Bool { !descriptor.liftsContainment || expires != nil }

    /// Whether it may act on the device, and neither the action nor the step says so.
    var hasOpenReach: Bool {
        guard let reach = descriptor.openReach else { return false }
        let given = parameters.first { $0.name == reach.parameter }?.template.constant
        guard case .string(let word)? = given else { return true }
        return !reach.readingWords.contains(word)
    }

    /// As part of a call that gives some inputs a value of its own.
    func giving(_ given: [String: Template.Given]) -> Self {
        Self(
            descriptor: descriptor,
            connection: connection,
            connections: connections,
            parameters: parameters.map { ($0.name, $0.template.giving(given)) },
            confirmation: confirmation.map {
                Confirmation(topic: $0.topic.giving(given), condition: $0.condition, within: $0.within)
            },
            retry: retry,
            timeout: timeout,
            overall: overall,
            approval: approval,
            expires: expires
        )
    }
}

/// The receiver's own answer that a step waits for.
public struct Confirmation: Sendable {
    public let topic: Template
    /// Sees `message` besides the rest; nil where any message will do.
    public let condition: Program?
    public let within: Duration
}

/// When a failed attempt is tried again: full jitter between zero and a bound that doubles from `first` to `max`.
public struct RetryPolicy: Hashable, Sendable {
    /// Attempts in all, the first included.
    public let times: Int
    public let first: Duration
    public let max: Duration

    public static let standard = Self(times: 8, first: .seconds(1), max: .seconds(60))
    public static let once = Self(times: 1, first: .seconds(1), max: .seconds(1))

    public init(times: Int, first: Duration, max: Duration) {
        precondition(times >= 1, "a step is tried at least once")
        self.times = times
        self.first = first
        self.max = max
    }
}
