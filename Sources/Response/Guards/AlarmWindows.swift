import Domain

/// Which devices raised the alarm of each playbook lately: what a storm is seen by.
struct AlarmWindows: Sendable {
    /// The last alarm of each device, by playbook.
    private var alarms: [String: [DeviceID: Instant]] = [:]
    /// How many of a playbook there may be before those that count no more are dropped.
    private var kept: [String: Int] = [:]

    mutating func add(_ device: DeviceID, to playbook: String, at now: Instant) {
        alarms[playbook, default: [:]][device] = now
        let count = alarms[playbook]?.count ?? 0
        guard count > kept[playbook, default: 1_024] else { return }
        alarms[playbook] = alarms[playbook]?.filter { $0.value > now - Self.longest }
        kept[playbook] = max(1_024, 2 * (alarms[playbook]?.count ?? 0))
    }

    func count(_ playbook: String, since: Instant) -> Int {
        alarms[playbook]?.values.count { $0 > since } ?? 0
    }

    /// No storm is seen over a longer time: what is older is no part of it.
    private static let longest: Duration = .seconds(86_400)
}
