package import Domain
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
    private var touches: [Key: [DeviceID: Touch]] = [:]
    /// How many of a playbook there may be before those that count no more are dropped.
    private var kept: [Key: Int] = [:]
    /// The longest window of each playbook, over all of its versions that ask: one may look further back than another.
    private var longest: [String: Duration] = [:]
    private var canaries = Canaries()
    private var actions = ActionWindows()

    package init() {}

    package mutating func debit(_ touch: Touch) {
        let key = Key(playbook: touch.playbook, isDrill: touch.isDrill)
        touches[key, default: [:]][touch.device] = touch
        canaries.debit(touch)
    }

    /// Whether the very touch was debited.
    func has(_ touch: Touch) -> Bool {
        touches[Key(playbook: touch.playbook, isDrill: touch.isDrill)]?[touch.device] == touch
    }

    /// That a version of the playbook may ask these: what they count is kept until then.
    package mutating func expect(_ limits: [Playbook.DeviceLimit], of playbook: String) {
        expect(limits.map(\.window).max() ?? .zero, of: playbook)
    }

    /// The same of how often it may touch one device.
    package mutating func expect(_ flapping: Playbook.Flapping?, of playbook: String) {
        expect(flapping?.window ?? .zero, of: playbook)
    }

    private mutating func expect(_ window: Duration, of playbook: String) {
        if window > longest[playbook, default: .zero] { longest[playbook] = window }
    }

    /// When runs began to touch the device, as its last touch says.
    func runs(on touch: Touch) -> [Instant] {
        touches[Key(playbook: touch.playbook, isDrill: touch.isDrill)]?[touch.device]?.runs ?? []
    }

    /// What stands against one more run that touches the device; `nil` where there is room.
    package mutating func objection(to touch: Touch, _ flapping: Playbook.Flapping) -> Hold? {
        expect(flapping, of: touch.playbook)
        let count = runs(on: touch).count { $0 > touch.at - flapping.window }
        guard count >= flapping.runs else { return nil }
        let allowed = flapping.runs == 1 ? "1 run" : "\(flapping.runs) runs"
        return Hold(
            .flapping,
            "\(touch.playbook) may touch a device in \(allowed) within \(flapping.window.spoken), and has touched "
                + "\(touch.device) in \(count): its alarm comes and goes"
        )
    }

    package mutating func debit(_ use: ActionUse) { actions.debit(use) }

    /// What the limit of an action says of one more device.
    package mutating func objection(to use: ActionUse, _ limit: ActionLimit) -> Hold? {
        actions.objection(to: use, limit)
    }

    /// What the canary of the playbook's version says of one more device.
    func objection(to touch: Touch, _ canary: Playbook.Canary, _ trouble: Troubles.Trouble?) -> Hold? {
        canaries.objection(to: touch, canary, trouble)
    }

    /// The first limit that one more device would break, with its numbers; `nil` where there is room, or where a person let
    /// the run pass that limit there. A run that goes on with a device that is still counted adds none: it is not held for
    /// other devices that people let pass meanwhile.
    package mutating func objection(
        to touch: Touch,
        limits: [Playbook.DeviceLimit],
        fleet: FleetSnapshot?,
        isGoingOn: Bool = false,
        passing waivers: [Waiver] = []
    ) -> Hold? {
        let key = Key(playbook: touch.playbook, isDrill: touch.isDrill)
        expect(limits, of: touch.playbook)
        forget(before: touch.at - longest[touch.playbook, default: .zero], under: key)
        for limit in limits {
            let since = touch.at - limit.window
            for part in limit.parts(of: touch) {
                let last = isGoingOn ? touches[key]?[touch.device] : nil
                if let last, last.at > since, part.contains(last) { continue }
                guard let allowed = limit.allowed(in: part, fleet) else {
                    let hold = Hold(.uncounted, of: limit.subject(in: part.name), limit.sentence(uncounted: part))
                    if waivers.contains(where: { $0.covers(hold) }) { continue }
                    return hold
                }
                // Fewer than that were ever touched: none has to be looked at.
                guard let known = touches[key], known.count >= allowed else { continue }
                let count = known.values.count { $0.device != touch.device && $0.at > since && part.contains($0) }
                guard count >= allowed else { continue }
                let words = limit.sentence(touch.playbook, allowed, part, count)
                let hold = Hold(.limit, of: limit.subject(in: part.name), words)
                if !waivers.contains(where: { $0.covers(hold) }) { return hold }
            }
        }
        return nil
    }

    /// Now and then, so that it costs each touch little: when the number has doubled since the last time.
    private mutating func forget(before oldest: Instant, under key: Key) {
        guard let known = touches[key], known.count > kept[key, default: 1_024] else { return }
        let young = known.filter { $0.value.at > oldest }
        touches[key] = young
        kept[key] = max(1_024, 2 * young.count)
    }
}

/// A part of the fleet that a limit is counted over.
private enum FleetPart {
    case fleet
    case site(String)
    case group(String)

    func contains(_ touch: Touch) -> Bool {
        switch self {
        case .fleet: true
        case .site(let name): touch.site == name
        case .group(let name): name.isEmpty ? touch.groups.isEmpty : touch.groups.contains(name)
        }
    }

    /// Empty of the fleet, and of those without a site or a group.
    var name: String {
        switch self {
        case .fleet: ""
        case .site(let name), .group(let name): name
        }
    }

    func size(_ fleet: FleetSnapshot) -> Int {
        switch self {
        case .fleet: fleet.size
        case .site(let name): fleet.sites[name] ?? 0
        case .group(let name): fleet.groups[name] ?? 0
        }
    }

    /// Completes "3 devices …".
    var words: String {
        switch self {
        case .fleet: ""
        case .site(let name): name.isEmpty ? " without a site" : " of site \(name)"
        case .group(let name): name.isEmpty ? " without a group" : " of group \(name)"
        }
    }
}

extension Playbook.DeviceLimit {
    /// As the subject of a hold: which limit, and of which site or group. How many a share comes to is no part of it, as
    /// that changes with the fleet.
    package func subject(in part: String) -> String {
        let most =
            switch amount {
            case .devices(let count): "\(count)"
            case .share(let millionths, let atLeast): "\(millionths) millionths, at least \(atLeast),"
            }
        return "\(most) in \(window.milliseconds) ms of \(scope.text)\(part.isEmpty ? "" : " \(part)")"
    }

    fileprivate func parts(of touch: Touch) -> [FleetPart] {
        switch scope {
        case .fleet: [.fleet]
        case .site: [.site(touch.site)]
        // Devices of no group are counted together: a limit that misses some is none.
        case .group: touch.groups.isEmpty ? [.group("")] : touch.groups.map { .group($0) }
        }
    }

    /// How many, were its scope the whole fleet.
    func allowed(in fleet: FleetSnapshot?) -> Int? { allowed(in: .fleet, fleet) }

    /// Nil where it is not known how many devices there are.
    fileprivate func allowed(in part: FleetPart, _ fleet: FleetSnapshot?) -> Int? {
        switch amount {
        case .devices(let count): return count
        case .share(let millionths, let atLeast):
            guard let fleet else { return nil }
            return max(atLeast, part.size(fleet) * millionths / 1_000_000)
        }
    }

    fileprivate func sentence(uncounted part: FleetPart) -> String {
        "the registry could not say how many devices there are\(part.words), and what may be touched in \(window.spoken) is a "
            + "share of them"
    }

    fileprivate func sentence(_ playbook: String, _ allowed: Int, _ part: FleetPart, _ count: Int) -> String {
        let devices = allowed == 1 ? "1 device" : "\(allowed) devices"
        return "\(playbook) may touch \(devices)\(part.words) in \(window.spoken), and has touched \(count)"
    }
}
