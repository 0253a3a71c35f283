public import CEL

/// What a playbook may know of a kind of action.
///
/// It generates the action's checks in playbooks, its page in the reference, and its line in `cordon actions`.
public struct ActionDescriptor: Sendable {
    /// What the receiver does with a command that it may have seen before (`docs/execution.md`).
    public enum Receiver: String, CaseIterable, Sendable {
        /// There is no effect.
        case pure
        /// The receiver drops a key that it has seen, or the effect sets a state.
        case idempotent
        /// The receiver refuses a number that is not above its last.
        case fenced
        /// The outcome can be read back.
        case probeable
        /// None of these: a doubt stays a doubt, and is never resolved by sending again.
        case once
    }

    /// How an effect is taken back.
    public enum Reversal: Hashable, Sendable {
        case notNeeded
        /// The action that undoes it.
        case inverse(String)
        /// Nothing undoes it.
        case final
    }

    /// What a step says that it touches.
    public enum Reach: String, CaseIterable, Sendable {
        case device
        case nothing
    }

    /// Of an action of which only the receiver knows what it comes to: a step of it says what it touches.
    public struct OpenReach: Hashable, Sendable {
        /// Where this parameter is one of these words, it only reads, and nothing has to be said.
        public let parameter: String
        public let readingWords: [String]

        public init(unless parameter: String, isOneOf readingWords: [String]) {
            self.parameter = parameter
            self.readingWords = readingWords
        }
    }

    public struct Parameter: Sendable {
        public let name: String
        public let type: ParameterType
        public let isRequired: Bool
        /// One line for the reference page.
        public let summary: String

        public init(_ name: String, _ type: ParameterType, isRequired: Bool = false, summary: String) {
            self.name = name
            self.type = type
            self.isRequired = isRequired
            self.summary = summary
        }
    }

    /// A field of ``outputs``.
    public struct Output: Sendable {
        public let name: String
        public let type: CELType
        /// One line for the reference page.
        public let summary: String

        public init(_ name: String, _ type: CELType, summary: String) {
            self.name = name
            self.type = type
            self.summary = summary
        }
    }

    public enum ParameterType: Hashable, Sendable {
        /// The name of a configured connection of this kind.
        case connection(ConnectionKind)
        case text
        /// An MQTT topic: what expressions put into it is encoded, so that it stays within its level.
        case topic
        /// The path of a URL, which begins with `/`: what expressions put into it is encoded, so that it stays within its
        /// segment or its query's value.
        case path
        /// `10s`, `500ms`, `15m`, `24h`.
        case duration
        case choice([String])
        /// Any YAML, expressions within it: sent as compact JSON (a text as it is).
        case document
        /// What the receiver must answer: see ``Confirmation``.
        case confirmation
    }

    /// What the playbook says after `action:`. Part of the stored format.
    public let name: String
    public let summary: String
    public let parameters: [Parameter]
    /// What `steps.<id>.output` holds when it succeeded; nil where that is open.
    public let outputs: [Output]?
    public let receiver: Receiver
    public let reversal: Reversal
    /// Whether it acts on the device (and so needs a limit, and is held for a protected device).
    public private(set) var touchesDevice: Bool
    /// Nil where the action itself says what it touches, or a step has said it.
    public private(set) var openReach: OpenReach?
    /// Whether its success proves that the device is contained.
    public let provesContainment: Bool
    /// Whether it has the device's certificates refused, which a proof of containment needs.
    public let refusesCertificates: Bool
    /// Whether it lets the device back in, so that an earlier proof holds no more.
    public let liftsContainment: Bool
    /// Whether it acts on the device in another way than to let it in.
    package var cutsOff: Bool { touchesDevice && !liftsContainment }
    /// Whether it only listens: it is written as a `wait`, and a long one keeps nobody else from the connection.
    public let listens: Bool
    /// How long one attempt may take, and the step in all, unless the playbook says otherwise.
    public let timeout: Duration
    public let overall: Duration
    /// What the connection must be allowed to do, for the operator who sets up its account.
    public let permissions: [String]
    /// A complete step, used in the reference and checked by a test.
    public let example: String

    public init(
        name: String,
        summary: String,
        parameters: [Parameter],
        outputs: [Output]? = [],
        receiver: Receiver,
        reversal: Reversal,
        touchesDevice: Bool,
        openReach: OpenReach? = nil,
        provesContainment: Bool = false,
        refusesCertificates: Bool = false,
        liftsContainment: Bool = false,
        listens: Bool = false,
        timeout: Duration = .seconds(10),
        overall: Duration,
        permissions: [String],
        example: String
    ) {
        self.name = name
        self.summary = summary
        self.parameters = parameters
        self.outputs = outputs
        self.receiver = receiver
        self.reversal = reversal
        self.touchesDevice = touchesDevice
        self.openReach = openReach
        self.provesContainment = provesContainment
        self.refusesCertificates = refusesCertificates
        self.liftsContainment = liftsContainment
        self.listens = listens
        self.timeout = timeout
        self.overall = overall
        self.permissions = permissions
        self.example = example
    }

    /// As the action of a step that says what it touches, if it does. A step says more than its action, and never less;
    /// what has no effect touches nothing.
    func saying(_ reach: Reach?) -> Self {
        guard let reach else { return self }
        var said = self
        said.touchesDevice = touchesDevice || reach == .device && receiver != .pure
        said.openReach = nil
        return said
    }
}

/// The kinds of outside party that an action can talk to.
public enum ConnectionKind: String, CaseIterable, Hashable, Sendable {
    case broker
    case registry
    case webhook
    /// An HTTP API.
    case http
}
