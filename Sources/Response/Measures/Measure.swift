package import CEL
public import Domain

/// An effect in force on a device, or one that may be: who put it there, and how it is taken back.
public struct Measure: Hashable, Sendable {
    public enum State: CaseIterable, Hashable, Sendable {
        case inForce
        /// The step that put it there is in doubt: it is taken back all the same.
        case doubtful
        case releasing
        /// It was taken back.
        case released
        /// It could not be taken back, or nobody knows: a person must look.
        case stuck
        /// Another run has the same in force, and is its owner now.
        case handedOver
        /// It could not be taken back, and a person left it at that.
        case abandoned

        /// The stored spelling.
        public var text: String {
            switch self {
            case .inForce: "in-force"
            case .doubtful: "doubtful"
            case .releasing: "releasing"
            case .released: "released"
            case .stuck: "stuck"
            case .handedOver: "handed-over"
            case .abandoned: "abandoned"
            }
        }

        public init?(text: String) {
            guard let match = Self.allCases.first(where: { $0.text == text }) else { return nil }
            self = match
        }

        /// Whether the device is, or may be, as the measure left it.
        public var isOpen: Bool {
            switch self {
            case .inForce, .doubtful, .releasing, .stuck: true
            case .released, .handedOver, .abandoned: false
            }
        }
    }

    public let id: MeasureID
    public let device: DeviceID
    /// What was done, such as `certificate.deactivate`.
    public let action: String
    /// What takes it back.
    public let inverse: String
    public let connection: String?
    /// Its owner.
    public let run: RunID
    public let incident: IncidentID
    public let playbook: String
    /// The step that put it there, by its path.
    public let step: String
    public let since: Instant
    /// When it ends by itself; nil where a person ends it, or the end of the alarm.
    public let until: Instant?
    public let state: State

    package init(
        id: MeasureID,
        device: DeviceID,
        action: String,
        inverse: String,
        connection: String?,
        run: RunID,
        incident: IncidentID,
        playbook: String,
        step: String,
        since: Instant,
        until: Instant?,
        state: State
    ) {
        self.id = id
        self.device = device
        self.action = action
        self.inverse = inverse
        self.connection = connection
        self.run = run
        self.incident = incident
        self.playbook = playbook
        self.step = step
        self.since = since
        self.until = until
        self.state = state
    }
}

/// What two measures have in common that undo each other's work when one of them ends.
struct MeasureSubject: Hashable, Sendable {
    let action: String
    let connection: String?
}

/// The measure of a step of a run.
public enum MeasureTag: Identified { public static var prefix: String { "mea" } }
public typealias MeasureID = ID<MeasureTag>

extension Measure: Stored {
    package var stored: Value {
        [
            "id": .string(id.description), "device": .string(device.description), "action": .string(action),
            "inverse": .string(inverse), "connection": connection.map(Value.string) ?? .null,
            "run": .string(run.description), "incident": .string(incident.description),
            "playbook": .string(playbook), "step": .string(step), "since": Value(since),
            "until": until.map { Value($0) } ?? .null, "state": .string(state.text),
        ]
    }

    package init(stored: Value) throws(StoredFormatError) {
        let fields = try StoredFields(stored, of: "measure")
        let connection: String? = if case .string(let name) = fields.value("connection") { name } else { nil }
        self.init(
            id: try fields.parsed("id", MeasureID.init),
            device: try fields.parsed("device", DeviceID.init),
            action: try fields.text("action"),
            inverse: try fields.text("inverse"),
            connection: connection,
            run: try fields.parsed("run", RunID.init),
            incident: try fields.parsed("incident", IncidentID.init),
            playbook: try fields.text("playbook"),
            step: try fields.text("step"),
            since: try fields.instant("since"),
            until: try fields.optionalInstant("until"),
            state: try fields.parsed("state", State.init(text:))
        )
    }
}
