import Domain

/// How many devices raised the alarm of each playbook lately: what a storm is seen by.
struct AlarmWindows: Sendable {
    /// That the devices that count were so many at one time.
    private struct Rise {
        var since: Instant
        /// When they were so many no more; nil while they are.
        var fell: Instant?
    }

    private struct Window {
        var length: Duration
        /// The last alarm of each device that counts.
        var latest: [DeviceID: Instant] = [:]
        /// In their order; those before `first` count no more.
        var alarms: [(device: DeviceID, at: Instant)] = []
        var first = 0
        /// The first is of one device, the next of two.
        var rises: [Rise] = []

        mutating func add(_ device: DeviceID, at now: Instant) {
            forget(at: now)
            // One that goes on alarming is written down now and then: of its last alarm a thirtieth of the time is lost.
            if let last = latest[device], last > now - length / 30 { return }
            let isOneMore = latest.updateValue(now, forKey: device) == nil
            alarms.append((device, now))
            if isOneMore { rise(at: now) }
        }

        /// Where they were so many a short time ago, it is still the same: a number that goes up and down by one is one storm.
        private mutating func rise(at now: Instant) {
            let place = latest.count - 1
            guard place < rises.count else { return rises.append(Rise(since: now)) }
            if let fell = rises[place].fell, fell <= now - length { rises[place].since = now }
            rises[place].fell = nil
        }

        mutating func forget(at now: Instant) {
            while first < alarms.count, alarms[first].at <= now - length {
                let (device, at) = alarms[first]
                if latest[device] == at {
                    latest[device] = nil
                    rises[latest.count].fell = at + length
                }
                first += 1
            }
            while rises.count > latest.count, let fell = rises.last?.fell, fell <= now - length { rises.removeLast() }
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

    /// Since when so many count, but for gaps that are shorter than the window; nil where so many do not.
    func since(_ playbook: String, reached count: Int) -> Instant? {
        guard count > 0, count <= self.count(playbook) else { return nil }
        return windows[playbook]?.rises[count - 1].since
    }

    /// After a restart, which knows of the last alarm of each device alone: that so many counted before, and at `moment` still
    /// did. Where they have not been so many ever since, as far as is known, that was another time.
    mutating func recall(_ playbook: String, reached count: Int, since start: Instant, stillAt moment: Instant) {
        guard let known = since(playbook, reached: count), start < known, known <= moment else { return }
        for place in 0..<count where windows[playbook]?.rises[place].since ?? start > start {
            windows[playbook]?.rises[place].since = start
        }
    }
}
