import Domain
import Playbooks

/// Devices that are not as they were, because runs act on them or have something in force on them, by where they stand:
/// what the last working device of a site is seen by.
struct AffectedDevices: Sendable {
    /// Devices that can stand in for each other: those of a site, or those of one model there.
    private struct Place: Hashable {
        let site: String
        /// Empty for those of every model.
        let model: String
    }

    private var runs: [Place: [DeviceID: Set<RunID>]] = [:]

    /// How many other devices that could stand in for this one.
    func count(besides device: Device) -> Int {
        guard let devices = runs[Place(site: device.site, model: device.model)] else { return 0 }
        return devices.count - (devices[device.id] == nil ? 0 : 1)
    }

    /// Takes a run in, or lets it go, as it now is.
    mutating func update(_ run: Run, did affectBefore: Bool) {
        let doesAffect = run.affectsDevice
        guard doesAffect != affectBefore else { return }
        if doesAffect {
            insert(run.id, on: run.device)
        } else {
            for place in Self.places(of: run.device) { remove(run, at: place) }
        }
    }

    /// Takes in a run that affects its device. One that is set aside is never let go.
    mutating func insert(_ run: RunID, on device: Device) {
        for place in Self.places(of: device) { runs[place, default: [:]][device.id, default: []].insert(run) }
    }

    private static func places(of device: Device) -> [Place] {
        Set(["", device.model]).map { Place(site: device.site, model: $0) }
    }

    private mutating func remove(_ run: Run, at place: Place) {
        runs[place]?[run.device.id]?.remove(run.id)
        if runs[place]?[run.device.id]?.isEmpty == true { runs[place]?[run.device.id] = nil }
        if runs[place]?.isEmpty == true { runs[place] = nil }
    }
}

extension Run {
    /// Whether its device may be other than it was: something was done to it, or is under way, and the run is open.
    var affectsDevice: Bool {
        if isDrill || device.site.isEmpty { return false }
        if case .ended = phase { return false }
        return playbook.steps.contains { step in
            step.call?.descriptor.touchesDevice == true && self[step.index].mayHaveHadEffect
        }
    }
}
