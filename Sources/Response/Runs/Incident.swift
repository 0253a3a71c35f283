public import Domain

/// A playbook answering a device. Further events within the dedupe window join it.
public struct Incident: Hashable, Sendable {
    public let id: IncidentID
    public let playbook: String
    public let device: DeviceID
    public let severity: Severity
    /// What `dedupe.by` gave: events of this playbook with the same text join. Empty where a person started it, as
    /// nothing joins that.
    public let dedupeText: String
    public let opened: Instant
    /// Events join until then, and after it for as long as the run works through its main list. It is now as soon as the
    /// device is let in, was left out, or was left to another run.
    public private(set) var joinsUntil: Instant
    public let run: RunID
    public let isDrill: Bool
    /// Whether the event that opened it was older than `max_age`: its run touches no device, so what is not too old
    /// does not join it.
    public let isTooOld: Bool
    /// The first one included.
    public internal(set) var eventsCount: Int
    /// When its device alarmed last.
    public private(set) var lastAlarm: Instant
    /// A process that begins knows of it until then, and for as long as the run is open: events may join it, or its
    /// last alarm counts for a storm.
    public private(set) var keptUntil: Instant
    /// Those of its device, where it knows more of them than the event of its run says.
    package private(set) var alarms: KnownAlarms?

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
        isTooOld: Bool = false,
        eventsCount: Int,
        lastAlarm: Instant? = nil,
        keptUntil: Instant? = nil,
        alarms: KnownAlarms? = nil
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
        self.isTooOld = isTooOld
        self.eventsCount = eventsCount
        self.lastAlarm = lastAlarm ?? opened
        self.keptUntil = keptUntil ?? joinsUntil
        self.alarms = alarms
    }

    /// For `window` the alarm counts for a storm, where the playbook sees any.
    mutating func note(alarmAt now: Instant, countingFor window: Duration?) {
        lastAlarm = now
        if let window { keptUntil = max(keptUntil, now + window) }
    }

    /// What alarms from now on is answered anew.
    mutating func endWindow(at now: Instant) { joinsUntil = min(joinsUntil, now) }

    /// A further alarm of its device, beside the one that opened it.
    mutating func note(_ alarm: Event, beside opening: Event) {
        if alarms == nil, opening.isOfSameRule(as: alarm), alarm.time <= opening.time { return }
        var known = alarms ?? KnownAlarms(opening)
        known.note(alarm)
        alarms = known
    }

    /// The end of an alarm.
    /// - Returns: whether it is that of one which it knows.
    mutating func end(by event: Event, beside opening: Event) -> Bool {
        guard alarms != nil || opening.isEnded(by: event) else { return false }
        var known = alarms ?? KnownAlarms(opening)
        guard known.end(by: event) else { return false }
        alarms = known
        return true
    }

    /// Whether the end of an alarm came before the alarm did. Until `window` is over nothing is done about that: no other end
    /// would come of it.
    func isOver(_ alarm: Event, at now: Instant, within window: Duration) -> Bool {
        device == alarm.device && opened <= now && now < opened + window && alarms?.isOver(alarm) == true
    }
}
