import Domain

/// How many devices raised the alarm of each playbook lately: what a storm is seen by.
struct AlarmWindows: Sendable {
    private struct Window {
        var length: Duration
        /// The last alarm of each device that counts.
        var latest: [DeviceID: Instant] = [:]
        /// In their order; those before `first` count no more.
        var alarms: [(device: DeviceID, at: Instant)] = []
        var first = 0

        mutating func add(_ device: DeviceID, at now: Instant) {
            forget(at: now)
            // One that goes on alarming is written down now and then: of its last alarm a thirtieth of the time is lost.
            if let last = latest[device], last > now - length / 30 { return }
            latest[device] = now
            alarms.append((device, now))
        }

        mutating func forget(at now: Instant) {
            while first < alarms.count, alarms[first].at <= now - length {
                let (device, at) = alarms[first]
                if latest[device] == at { latest[device] = nil }
                first += 1
            }
            guard first > 1_024, first > alarms.count / 2 else { return }
            alarms.removeFirst(first)
            first = 0
        }
    }

    private var windows: [String: Window] = [:]

    /// The length is the playbook's as it is now; a run that is pinned to an earlier version goes by it, too.
    mutating func add(_ device: DeviceID, to playbook: String, at now: Instant, within length: Duration) {
        windows[playbook, default: Window(length: length)].length = length
        windows[playbook]?.add(device, at: now)
    }

    mutating func forget(_ playbook: String, at now: Instant) { windows[playbook]?.forget(at: now) }

    /// As of when it was last forgotten what is too old.
    func count(_ playbook: String) -> Int { windows[playbook]?.latest.count ?? 0 }
}
