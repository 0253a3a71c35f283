public import Domain

/// Tells how the engine is.
public protocol StatusReporter: Sendable {
    func status() -> EngineStatus
}

/// How an engine is at a moment: for people who look, and for nothing else.
public struct EngineStatus: Sendable {
    /// Runs that something may still happen to.
    public var runsOpen = 0
    /// Effects whose outcome is awaited.
    public var effectsUnderWay = 0
    /// Things that wait for the loop.
    public var lettersWaiting = 0
    /// Since when there has been no room to write anything; nil where there is.
    public var noRoomSince: Instant?
    /// How far the machine's clock is ahead of the engine's time; below zero where it is behind.
    public var clockGap: Duration = .zero
    /// Runs that need a person because the engine does not go on with them.
    public var stranded: [StrandedRun] = []
    /// Runs that it does not go on with, and that a person gave up.
    public var givenUp: [StrandedRun] = []
    /// Of every connection that an attempt was made on, by name.
    public var connections: [ConnectionStatus] = []
    /// Of every place that the audit log is sent on to.
    public var relays: [RelayStatus] = []

    public init() {}

    /// Of each open run that is not taken up, why: what the database says of it may be so no more.
    public var standstills: [RunID: String] {
        (stranded + givenUp).reduce(into: [:]) { $0[$1.run] = $1.reason }
    }
}

/// An open run that is not taken up: its pinned playbook does not compile any more, or it ended the engine again and
/// again. Nothing becomes of it until a person does something.
public struct StrandedRun: Hashable, Sendable {
    public let incident: IncidentID
    public let run: RunID
    /// Whatever it had done to the device is still in force.
    public let device: DeviceID
    /// The playbook's name, or its digest where its text is not there.
    public let playbook: String
    /// Whether it touched nothing.
    public let isDrill: Bool
    public let reason: String

    public init(
        incident: IncidentID,
        run: RunID,
        device: DeviceID,
        playbook: String,
        isDrill: Bool = false,
        reason: String
    ) {
        self.incident = incident
        self.run = run
        self.device = device
        self.playbook = playbook
        self.isDrill = isDrill
        self.reason = reason
    }
}

public struct ConnectionStatus: Hashable, Sendable {
    /// A time in which nobody answers.
    public struct Outage: Hashable, Sendable {
        public let since: Instant
        public let reason: String

        public init(since: Instant, reason: String) {
            self.since = since
            self.reason = reason
        }
    }

    public let name: String
    /// Nil where it is used as usual.
    public let outage: Outage?

    public init(name: String, outage: Outage?) {
        self.name = name
        self.outage = outage
    }
}

/// How far the audit log was sent on to one place.
public struct RelayStatus: Hashable, Sendable {
    public let name: String
    /// Entries that it has yet to look at.
    public let behind: UInt64
    /// How long the oldest of them has waited.
    public let behindFor: Duration
    /// Nil where the receiver takes what it is sent.
    public let outage: ConnectionStatus.Outage?
    /// Whether the receiver refused, so that somebody has to put something right.
    public let waitsForPerson: Bool

    public init(
        name: String,
        behind: UInt64,
        behindFor: Duration,
        outage: ConnectionStatus.Outage?,
        waitsForPerson: Bool
    ) {
        self.name = name
        self.behind = behind
        self.behindFor = behindFor
        self.outage = outage
        self.waitsForPerson = waitsForPerson
    }
}
