public import Domain
public import Ledger
public import Playbooks

/// What one turn of the loop decided: all of `changes` and `records` become durable in one transaction, and only then
/// are the effects performed.
public struct Turn: Sendable {
    public internal(set) var changes: [Change] = []
    /// What the audit log will say, in order. The engine adds what it decides itself, such as a refusal.
    public var records: [AuditRecord] = []
    /// Private values of entries that are to be taken out; the records say so.
    public var redactions: [Redaction] = []
    public internal(set) var effects: [Effect] = []
    /// One for each ``Input/ordered(_:)``, in their order.
    public internal(set) var answers: [OrderAnswer] = []

    public init() {}
}

/// Rows to write. A store that finds them otherwise than the core remembers refuses the whole transaction.
public enum Change: Sendable {
    case event(AcceptedEvent)
    case playbook(Playbook)
    case incident(Incident)
    case opened(Run)
    /// A run went on: its phase, and the steps whose state changed. Compare-and-set on ``Run/revision``, which is one
    /// above what the store must find.
    case advanced(Run, steps: [Step.Index])
    /// Steps of a run that nobody goes on with, as they are from now on: what they had proven counts no more. The run itself
    /// stays at its revision.
    case overruled(RunID, steps: [Step.Index: StepRecord])
    case touch(Touch)
    case used(ActionUse)
    /// The last fence number that was drawn for a device.
    case fence(DeviceID, Int)
    case measure(Measure)
    case stop(Stop)
    case lifted(StopScope)
    /// The switch that lies beside the database, as it was found; nil where it is not thrown any more.
    case stopSwitch(Stop?)
}

/// An event with what became of it.
public struct AcceptedEvent: Hashable, Sendable {
    public let event: Event
    public let accepted: Instant
    /// The incidents that it opened or joined; none where no playbook answers it.
    public let incidents: [IncidentID]

    package init(event: Event, accepted: Instant, incidents: [IncidentID]) {
        self.event = event
        self.accepted = accepted
        self.incidents = incidents
    }
}

/// A debit of a limit: a playbook was about to touch a device.
public struct Touch: Hashable, Sendable {
    public let playbook: String
    /// Of the playbook, for its canary; nil where that was not kept yet.
    public let version: Digest?
    public let device: DeviceID
    /// Of the device, for limits that are counted over them.
    public let site: String
    public let groups: [String]
    public let at: Instant
    /// When this version touched the device for the first time, where a store kept it: of this touch it only knows ``at``.
    public let first: Instant
    /// When runs that alarms started began to touch the device, the oldest first, as far as the playbook counts them: those of
    /// its other versions, too. None where they were not kept yet.
    public let runs: [Instant]
    /// Debited from the drills' own windows: a drill never consumes a real limit.
    public let isDrill: Bool

    package init(playbook: String, version: Digest? = nil, device: Device, at: Instant, isDrill: Bool) {
        self.init(
            playbook: playbook,
            version: version,
            device: device.id,
            site: device.site,
            groups: device.groups,
            at: at,
            isDrill: isDrill
        )
    }

    package init(
        playbook: String,
        version: Digest? = nil,
        device: DeviceID,
        site: String,
        groups: [String],
        at: Instant,
        first: Instant? = nil,
        runs: [Instant] = [],
        isDrill: Bool
    ) {
        self.playbook = playbook
        self.version = version
        self.device = device
        self.site = site
        self.groups = groups
        self.at = at
        self.first = first ?? at
        self.runs = runs
        self.isDrill = isDrill
    }

    /// What is kept once it follows on another one of the same device.
    package func following(_ earlier: Touch?) -> Self { with(first: earlier?.first ?? at, runs: runs) }

    /// The same, with the runs that touched the device.
    package func counting(_ runs: [Instant]) -> Self { with(first: first, runs: runs) }

    private func with(first: Instant, runs: [Instant]) -> Self {
        Self(
            playbook: playbook,
            version: version,
            device: device,
            site: site,
            groups: groups,
            at: at,
            first: first,
            runs: runs,
            isDrill: isDrill
        )
    }
}

/// What to do once the turn is durable.
public enum Effect: Sendable {
    case perform(Intent)
    /// Read back what became of an attempt, changing nothing.
    case probe(Intent)

    public var intent: Intent {
        switch self {
        case .perform(let intent), .probe(let intent): intent
        }
    }
}

/// A recorded attempt, with everything that its driver needs.
public struct Intent: Sendable {
    public let id: IntentID
    public let attempt: Attempt
    public let confirmation: BoundConfirmation?
    public let timeout: Duration
    public let isDrill: Bool
    public let protection: Protection

    /// Whether it is to be looked up, before the command is handed over, if the device was protected meanwhile.
    public enum Protection: Sendable {
        /// It is a drill, lets the device back in or does not act on it, or a person let all pass that may protect it.
        case ofNoMatter
        /// Of the device as the registry described it at that time nobody objects.
        case asked(Instant, BoundProtection)
        /// The registry could not say, and a person let that pass.
        case undecided(BoundProtection)
    }

    package init(
        id: IntentID,
        attempt: Attempt,
        confirmation: BoundConfirmation?,
        timeout: Duration,
        isDrill: Bool,
        protection: Protection
    ) {
        self.id = id
        self.attempt = attempt
        self.confirmation = confirmation
        self.timeout = timeout
        self.isDrill = isDrill
        self.protection = protection
    }

    /// The same with what is left of the attempt's time: it may have waited for its turn, and whoever is handed it must be done
    /// with it at the deadline, as the command must.
    package func handedOver(at now: Instant) -> Self {
        Self(
            id: id,
            attempt: attempt,
            confirmation: confirmation,
            timeout: min(timeout, max(.zero, attempt.deadline - now)),
            isDrill: isDrill,
            protection: protection
        )
    }
}
