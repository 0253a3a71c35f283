import Domain
import Playbooks

extension Hold {
    /// As the subject of a hold: that the first devices are still watched.
    package static let soak = "soak"
    /// That they did not all fare well: who did not want to wait for the first has said nothing of this.
    package static let trouble = "trouble"
}

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
        var flock = flocks[key] ?? Flock(first: touch.first)
        flock.first = min(flock.first, touch.first)
        // More than a canary may have need not be told apart.
        if flock.devices.count <= PlaybookLimits.canaryDevicesMax { flock.devices.insert(touch.device) }
        flocks[key] = flock
    }

    /// Whether the device comes too soon; `trouble` is the first run of the version that fares badly, if one does.
    func objection(to touch: Touch, _ canary: Playbook.Canary, _ trouble: Troubles.Trouble?) -> Hold? {
        guard let version = touch.version, let flock = flocks[Key(version: version, isDrill: touch.isDrill)],
            !flock.devices.contains(touch.device)
        else { return nil }
        let end = flock.first + canary.soak
        if touch.at < end {
            return flock.devices.count < canary.devices ? nil : soaking(touch, canary, until: end)
        }
        guard let trouble, trouble.started < end else { return nil }
        return Hold(
            .canary,
            of: Hold.trouble,
            "the first devices of this version of \(touch.playbook) did not all fare well: run \(trouble.run) failed, is in "
                + "doubt, was stopped or was set aside; look at it before this goes on"
        )
    }

    private func soaking(_ touch: Touch, _ canary: Playbook.Canary, until end: Instant) -> Hold {
        let devices = canary.devices == 1 ? "device is" : "\(canary.devices) devices are"
        return Hold(
            .canary,
            of: Hold.soak,
            "this version of \(touch.playbook) is new: its first \(devices) watched for \(canary.soak.spoken), "
                + "\((end - touch.at).spoken) more; then this goes on by itself, if all went well",
            until: end
        )
    }
}
