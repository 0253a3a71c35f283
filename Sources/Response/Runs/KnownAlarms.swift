import Domain

/// The alarms of its device that an incident knows of: of each rule the latest, and whether its end has come.
///
/// An incident that knows only of the one that opened it keeps none of this: the event of its run says it all.
package struct KnownAlarms: Hashable, Sendable {
    /// What one rule of one monitor says.
    struct Alarm: Hashable, Sendable {
        /// A digest, because names may be of any length.
        let rule: Digest
        /// By the monitor's clock, as both times are: alarms and their ends may overtake one another on the way.
        var latest: Instant
        /// Nil while it is in force.
        var ended: Instant?
    }

    private(set) var alarms: [Alarm]
    /// Whether more were in force at once than are told apart. Whose end comes then, nobody knows, so none counts.
    private(set) var isOverfull: Bool

    init(alarms: [Alarm], isOverfull: Bool) {
        self.alarms = alarms
        self.isOverfull = isOverfull
    }

    init(_ opening: Event) {
        self.init(alarms: [Alarm(rule: opening.rule, latest: opening.time)], isOverfull: false)
    }

    var inForceCount: Int { alarms.count { $0.ended == nil } }
    var areOver: Bool { !isOverfull && inForceCount == 0 }

    /// A further alarm. One that was before its end is over, though it comes after it.
    mutating func note(_ alarm: Event) {
        guard let index = index(of: alarm) else { return add(alarm) }
        if isOver(alarm) { return }
        alarms[index].latest = max(alarms[index].latest, alarm.time)
        alarms[index].ended = nil
    }

    private mutating func add(_ event: Event) {
        let alarm = Alarm(rule: event.rule, latest: event.time)
        if alarms.count < Limits.alarmsPerIncidentMax {
            alarms.append(alarm)
        } else if let over = alarms.firstIndex(where: { $0.ended != nil }) {
            alarms[over] = alarm
        } else {
            isOverfull = true
        }
    }

    /// The end of an alarm.
    /// - Returns: whether it is that of one of these. One that was before the latest alarm of its rule ends nothing.
    mutating func end(by event: Event) -> Bool {
        guard let index = index(of: event), alarms[index].latest <= event.time else { return false }
        alarms[index].ended = max(alarms[index].ended ?? event.time, event.time)
        return true
    }

    /// Whether the alarm was before an end that is known of its rule.
    func isOver(_ alarm: Event) -> Bool {
        guard let ended = index(of: alarm).flatMap({ alarms[$0].ended }) else { return false }
        return alarm.time < ended
    }

    private func index(of event: Event) -> Int? {
        let rule = event.rule
        return alarms.firstIndex { $0.rule == rule }
    }
}

extension Event {
    /// Whether both are of the same rule of the same monitor. Which device they are about is another question.
    func isOfSameRule(as other: Event) -> Bool {
        type == other.type && key.source == other.key.source && name == other.name && metric == other.metric
    }

    /// Whether its alarm ends with the other one.
    func isEnded(by other: Event) -> Bool { isOfSameRule(as: other) && other.time >= time }

    fileprivate var rule: Digest { Digest(ofParts: key.source, type, name, metric) }
}
