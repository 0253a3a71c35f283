public import CEL
public import Domain

/// What expressions may see at one moment of a run, as the interpreter knows it.
///
/// Only what exists at that time is set: a trigger's condition has an event and a device, and no run.
/// ``Scope/bindings(_:)`` turns it into the variables that a playbook's expressions were checked against.
public struct Facts: Sendable {
    public var event: Event { didSet { eventObject = EventObject(event: event) } }
    public var device: Device { didSet { deviceObject = DeviceObject(device: device) } }
    /// What expressions read, made once for all the playbooks that an event is asked about.
    private(set) var eventObject: EventObject
    private(set) var deviceObject: DeviceObject
    /// The time at which the core took the input.
    public var now: Instant
    public var incident: Incident?
    public var run: Run?
    /// The result of a step so far, asked for when an expression reads it.
    public var result: @Sendable (Step.Index) -> StepResult = { _ in .pending }
    /// The values of the inputs that the frame sees, in their order. Inputs beyond the end are absent.
    public var inputs: [Value] = []
    public var step: CurrentStep?
    public var message: Message?
    /// What a loop has come to.
    public var item: Value?
    /// Within a loop: what the last step of the round before gave; null in the first round.
    public var previous: Value?
    /// The event that a `wait` is asked about.
    public var arrived: Event?
    /// As it was when the run started; nil where the registry could not say.
    public var fleet: FleetSnapshot?

    public init(event: Event, device: Device, now: Instant) {
        self.event = event
        self.device = device
        eventObject = EventObject(event: event)
        deviceObject = DeviceObject(device: device)
        self.now = now
    }

    /// `incident` in expressions.
    public struct Incident: Hashable, Sendable {
        public let id: IncidentID
        public let opened: Instant
        public let severity: Severity
        /// The name of the playbook.
        public let playbook: String

        public init(id: IncidentID, opened: Instant, severity: Severity, playbook: String) {
            self.id = id
            self.opened = opened
            self.severity = severity
            self.playbook = playbook
        }
    }

    /// `run` in expressions.
    public struct Run: Hashable, Sendable {
        public let id: RunID
        /// What became of it, as far as is known: of use in `always`.
        public let outcome: String
        public let started: Instant
        public let elapsed: Duration
        public let isDrill: Bool

        public init(id: RunID, outcome: String, started: Instant, elapsed: Duration, isDrill: Bool) {
            self.id = id
            self.outcome = outcome
            self.started = started
            self.elapsed = elapsed
            self.isDrill = isDrill
        }
    }

    /// `steps.<id>` in expressions.
    public struct StepResult: Hashable, Sendable {
        /// The word that the console shows.
        public let status: String
        public let isOK: Bool
        public let hasFailed: Bool
        public let wasSkipped: Bool
        public let output: Value
        /// Empty where there is none.
        public let error: String
        public let attempts: Int
        public let elapsed: Duration

        public init(
            status: String,
            isOK: Bool = false,
            hasFailed: Bool = false,
            wasSkipped: Bool = false,
            output: Value = .null,
            error: String = "",
            attempts: Int = 0,
            elapsed: Duration = .zero
        ) {
            self.status = status
            self.isOK = isOK
            self.hasFailed = hasFailed
            self.wasSkipped = wasSkipped
            self.output = output
            self.error = error
            self.attempts = attempts
            self.elapsed = elapsed
        }

        /// A step that has not come to an end.
        public static let pending = Self(status: "pending")
    }

    /// `step` in expressions: the step that is being carried out.
    public struct CurrentStep: Sendable {
        public let id: String
        /// The idempotency key, the same for every attempt. Made where an expression reads it.
        public let key: @Sendable () -> String
        /// From 1.
        public let attempt: Int
        /// Above that of every earlier command to the device: a device that keeps the highest refuses an older command.
        public let fence: Int
        /// When the command is no longer meant.
        public let notAfter: Instant

        public init(id: String, key: @escaping @Sendable () -> String, attempt: Int, fence: Int, notAfter: Instant) {
            self.id = id
            self.key = key
            self.attempt = attempt
            self.fence = fence
            self.notAfter = notAfter
        }
    }

    /// `message` in `confirm.if`: what a device answered.
    ///
    /// It reads as a map: the members of the payload's JSON object, where it is one, and besides them `topic`, `payload` (the
    /// text as it came) and `retained`, which a member of the same name does not replace.
    public struct Message: Hashable, Sendable {
        public let topic: String
        public let payload: String
        /// The payload as JSON; `null` where it is not JSON.
        public let json: Value
        /// Whether it is what the broker had kept of the topic, and no word of now.
        public let isRetained: Bool

        public init(topic: String, payload: String, json: Value, isRetained: Bool = false) {
            self.topic = topic
            self.payload = payload
            self.json = json
            self.isRetained = isRetained
        }

        /// What a step gives that waited for it: JSON as what it is, else the text. Never null, by which a playbook
        /// tells that none came; so a payload `null` is a text, too.
        public var content: Value { json == .null ? .string(payload) : json }

        var value: Value {
            var members: [(String, Value)] = []
            if case .map(let object) = json {
                for entry in object.entries {
                    if case .string(let name) = entry.key { members.append((name, entry.value)) }
                }
            }
            return .map(
                members + [("topic", .string(topic)), ("payload", .string(payload)), ("retained", .bool(isRetained))]
            )
        }
    }
}
