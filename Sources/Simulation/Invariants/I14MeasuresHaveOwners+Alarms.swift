import Domain
import Ledger
import Response

extension Evidence {
    /// What one rule of a monitor says of a device.
    private struct Rule: Hashable {
        let source: String
        let type: String
        let name: String
        let metric: String
        let device: DeviceID

        init(_ event: Event) {
            (source, type, name, metric) = (event.key.source, event.type, event.name, event.metric)
            device = event.device
        }
    }

    /// Where several alarms of its device joined an incident, it is over with the last of them: while one is in force, the end
    /// of another neither stops its run nor lets the device in.
    func clearedInAlarm() -> [Violation] {
        var latest: [IncidentID: [Rule: Instant]] = [:]
        var ends: [Rule: Instant] = [:]
        return writes.flatMap { moment, written -> [Violation] in
            let events = written.changes.compactMap { change -> AcceptedEvent? in
                if case .event(let accepted) = change { accepted } else { nil }
            }
            // Within one transaction nobody knows what was first: its ends count, and its alarms do not yet.
            for event in events.map(\.event) where event.state != .inAlarm {
                let rule = Rule(event)
                ends[rule] = max(ends[rule] ?? event.time, event.time)
            }
            let cleared = written.entries.map(\.record).filter { $0.action == .runCleared }.compactMap(\.run)
            let tooSoon = cleared.filter { id in
                guard let incident = begun[id]?.incident, let alarms = latest[incident] else { return false }
                return alarms.contains { rule, time in ends[rule].map { $0 < time } ?? true }
            }
            for accepted in events where accepted.event.state == .inAlarm {
                let (rule, time) = (Rule(accepted.event), accepted.event.time)
                for incident in accepted.incidents {
                    latest[incident, default: [:]][rule] = max(latest[incident]?[rule] ?? time, time)
                }
            }
            return tooSoon.map {
                violation(14, "\(name($0)) ends with an alarm, and another of its incident is in force", at: moment)
            }
        }
    }
}
