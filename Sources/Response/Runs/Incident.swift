public import Domain

/// A playbook answering a device. Further events within the dedupe window join it.
public struct Incident: Hashable, Sendable {
    public let id: IncidentID
    public let playbook: String
    public let device: DeviceID
    public let severity: Severity
    /// What `dedupe.by` gave: events of this playbook with the same text join.
    public let dedupeText: String
    public let opened: Instant
    /// Events join until then, and for as long as the run is open.
    public let joinsUntil: Instant
    public let run: RunID
    public let isDrill: Bool
    /// The first one included.
    public internal(set) var eventsCount: Int

    package init(
        id: IncidentID,
        playbook: String,
        device: DeviceID,
        severity: Severity,
        dedupeText: String,
        opened: Instant,
        joinsUntil: Instant,
        run: RunID,
        isDrill: Bool,
        eventsCount: Int
    ) {
        self.id = id
        self.playbook = playbook
        self.device = device
        self.severity = severity
        self.dedupeText = dedupeText
        self.opened = opened
        self.joinsUntil = joinsUntil
        self.run = run
        self.isDrill = isDrill
        self.eventsCount = eventsCount
    }
}
