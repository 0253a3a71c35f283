import CEL
package import Domain
package import Playbooks

extension Playbook.Freeze {
    /// As the subject of a hold: which one.
    package var subject: String {
        switch self {
        case .once(let from, let until):
            let ends = [from, until].map { Timestamp(nanosecondsSinceEpoch: $0.nanosecondsSinceEpoch) }
            return "from \(ends[0]) until \(ends[1])"
        case .weekly(let weekly):
            let days = weekly.days.map(\.text).joined(separator: ", ")
            return "\(days), minutes \(weekly.from) to \(weekly.until), \(weekly.zone)"
        }
    }

    /// That this is a time without automation, and until when; nil where it is not.
    package func sentence(at now: Instant) -> String? {
        switch self {
        case .once(let from, let until):
            guard from <= now, now < until else { return nil }
            return "automation is frozen until \(Timestamp(nanosecondsSinceEpoch: until.nanosecondsSinceEpoch))"
        case .weekly(let weekly):
            guard weekly.covers(now) else { return nil }
            let end = "\(weekly.until / 60):\(weekly.until % 60 < 10 ? "0" : "")\(weekly.until % 60)"
            return "automation is frozen at this time of the week, until \(end) \(weekly.zone)"
        }
    }
}

extension Playbook.WeeklyFreeze {
    fileprivate func covers(_ now: Instant) -> Bool {
        let time = Timestamp(nanosecondsSinceEpoch: now.nanosecondsSinceEpoch)
        // A zone that is there when the playbook is checked is there later; without it the guard holds.
        guard let offset = TimeZoneOffset.seconds(zone, at: time) else { return true }
        let local = CivilDate(secondsSinceEpoch: time.seconds + offset)
        let minute = Int(local.secondOfDay / 60)
        // Sunday is 0 there, Monday 0 here.
        let today = Int((local.weekday + 6) % 7)
        let yesterday = (today + 6) % 7
        let isOvernight = until <= from
        if begins(on: today) { return minute >= from && (isOvernight || minute < until) || wraps(yesterday, minute) }
        return wraps(yesterday, minute)
    }

    private func begins(on day: Int) -> Bool { days.contains { $0.rawValue == day } }

    /// Whether one that began the day before is still on.
    private func wraps(_ yesterday: Int, _ minute: Int) -> Bool {
        until <= from && begins(on: yesterday) && minute < until
    }
}
