import Domain

/// Which devices each limited action reached lately, whatever the playbook.
struct ActionWindows: Sendable {
    private struct Key: Hashable {
        let action: String
        let isDrill: Bool
    }

    /// The last use on each device, by action.
    private var uses: [Key: [DeviceID: Instant]] = [:]
    /// How many of an action there may be before those that count no more are dropped.
    private var kept: [Key: Int] = [:]

    mutating func debit(_ use: ActionUse) {
        uses[Key(action: use.action, isDrill: use.isDrill), default: [:]][use.device] = use.at
    }

    /// What the limit says of one more device; nil where there is room.
    mutating func objection(to use: ActionUse, _ limit: ActionLimit) -> Hold? {
        let key = Key(action: use.action, isDrill: use.isDrill)
        let since = use.at - limit.window
        forget(before: since, under: key)
        // Fewer than that were ever reached: none has to be looked at.
        guard let known = uses[key], known.count >= limit.devices else { return nil }
        let count = known.count { $0.key != use.device && $0.value > since }
        guard count >= limit.devices else { return nil }
        let devices = limit.devices == 1 ? "1 device" : "\(limit.devices) devices"
        return Hold(
            .actionLimit,
            of: use.action,
            "\(use.action) may reach \(devices) in \(limit.window.spoken), over all playbooks, and has reached \(count)"
        )
    }

    /// Now and then, so that it costs each use little: when the number has doubled since the last time.
    private mutating func forget(before oldest: Instant, under key: Key) {
        guard let known = uses[key], known.count > kept[key, default: 1_024] else { return }
        let young = known.filter { $0.value > oldest }
        uses[key] = young
        kept[key] = max(1_024, 2 * young.count)
    }
}
