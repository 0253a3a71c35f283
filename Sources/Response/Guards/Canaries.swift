import Domain
import Playbooks

/// How far each version of a playbook has come: the first devices that it touches are few, and are watched for a while
/// before it touches more. What an edit does wrong, it then does to few.
struct Canaries: Sendable {
    private struct Key: Hashable {
        let version: Digest
        let isDrill: Bool
    }

    private struct Flock {
        var first: Instant
        var devices: Set<DeviceID> = []
    }

    private var flocks: [Key: Flock] = [:]

    mutating func debit(_ touch: Touch) {
        guard let version = touch.version else { return }
        let key = Key(version: version, isDrill: touch.isDrill)
        var flock = flocks[key] ?? Flock(first: touch.at)
        flock.first = min(flock.first, touch.at)
        // More than a canary may have need not be told apart.
        if flock.devices.count <= PlaybookLimits.canaryDevicesMax { flock.devices.insert(touch.device) }
        flocks[key] = flock
    }

    /// Whether the device comes too soon.
    func objection(to touch: Touch, _ canary: Playbook.Canary) -> Hold? {
        guard let version = touch.version, let flock = flocks[Key(version: version, isDrill: touch.isDrill)] else {
            return nil
        }
        let end = flock.first + canary.soak
        guard touch.at < end, flock.devices.count >= canary.devices, !flock.devices.contains(touch.device) else {
            return nil
        }
        let devices = canary.devices == 1 ? "device" : "\(canary.devices) devices"
        return Hold(
            .canary,
            "this version of \(touch.playbook) is new: its first \(devices) are watched for \(canary.soak.spoken), "
                + "\((end - touch.at).spoken) more"
        )
    }
}
