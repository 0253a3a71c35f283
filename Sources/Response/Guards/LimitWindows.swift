import Domain
package import Playbooks

/// Which devices each playbook touched lately: what its limits are counted over.
///
/// Drills are counted apart, so that a drill sees what would have been, and never uses up a real limit.
package struct LimitWindows: Sendable {
    private struct Key: Hashable {
        let playbook: String
        let isDrill: Bool
    }

    /// The last touch of each device, by playbook.
    private var touches: [Key: [DeviceID: Instant]] = [:]

    package init() {}

    package mutating func debit(_ touch: Touch) {
        let key = Key(playbook: touch.playbook, isDrill: touch.isDrill)
        touches[key, default: [:]][touch.device] = touch.at
    }

    /// The first limit that one more device would break, as a sentence with its numbers; `nil` where there is room.
    package mutating func objection(to touch: Touch, limits: [Playbook.DeviceLimit]) -> String? {
        let key = Key(playbook: touch.playbook, isDrill: touch.isDrill)
        forget(before: touch.at - (limits.map(\.window).max() ?? .zero), under: key)
        let others = (touches[key] ?? [:]).filter { $0.key != touch.device }
        for limit in limits {
            let count = others.values.count { $0 > touch.at - limit.window }
            if count >= limit.devices {
                let allowed = limit.devices == 1 ? "1 device" : "\(limit.devices) devices"
                return "\(touch.playbook) may touch \(allowed) in \(limit.window.spoken), and has touched \(count)"
            }
        }
        return nil
    }

    private mutating func forget(before oldest: Instant, under key: Key) {
        guard let known = touches[key], known.values.contains(where: { $0 <= oldest }) else { return }
        touches[key] = known.filter { $0.value > oldest }
    }
}
