public import CEL

/// What a monitor reported, normalised.
///
/// Everything in it is data: nothing in an event is ever evaluated. `data` keeps the report as it came, open and
/// untyped; the fields above it have a declared type that conditions are checked against.
public struct Event: Hashable, Sendable {
    /// What makes two deliveries the same event (CloudEvents 1.0: `source` and `id` together).
    public struct Key: Hashable, Sendable {
        public let source: String
        public let id: String

        public init(source: String, id: String) {
            self.source = source
            self.id = id
        }
    }

    public enum State: CaseIterable, Hashable, Sendable {
        case inAlarm, cleared, invalidated

        /// The stored spelling.
        public var text: String {
            switch self {
            case .inAlarm: "in-alarm"
            case .cleared: "cleared"
            case .invalidated: "invalidated"
            }
        }

        public init?(text: String) {
            guard let match = Self.allCases.first(where: { $0.text == text }) else { return nil }
            self = match
        }
    }

    public let key: Key
    /// What `on.event` of a playbook names, such as `violation`.
    public let type: String
    /// When the monitor says that it happened.
    public let time: Instant
    public let device: DeviceID
    public let severity: Severity
    public let state: State
    /// The rule that was broken, as the monitor names it: a behaviour, a rule, an alert name. May be empty.
    public let name: String
    /// What was measured, such as `aws:message-byte-size`. May be empty.
    public let metric: String
    /// What was read: a number, a list of addresses or ports; null where the monitor gave none.
    public let value: Value
    /// The report as it came.
    public let data: Value
    /// About how many bytes of memory it takes beside its own fields. Counted once, as several bounds ask for it.
    public let footprint: Int

    public init(
        key: Key,
        type: String,
        time: Instant,
        device: DeviceID,
        severity: Severity = .unknown,
        state: State = .inAlarm,
        name: String = "",
        metric: String = "",
        value: Value = .null,
        data: Value = .null
    ) {
        self.key = key
        self.type = type
        self.time = time
        self.device = device
        self.severity = severity
        self.state = state
        self.name = name
        self.metric = metric
        self.value = value
        self.data = data
        footprint = value.footprint + data.footprint
    }

    /// The same report under another key, about another device, or of another time.
    public func with(key: Key? = nil, device: DeviceID? = nil, time: Instant? = nil) -> Event {
        Event(
            key: key ?? self.key,
            type: type,
            time: time ?? self.time,
            device: device ?? self.device,
            severity: severity,
            state: state,
            name: name,
            metric: metric,
            value: value,
            data: data
        )
    }
}
