import Domain
import Playbooks
import Response

extension Invariant {
    static let withinLimits = Self(8, "effects per window ≤ limit") { world in
        let touches = world.touches()
        let guarded =
            world.touchedThoughProtected() + world.touchedInStorm() + world.touchedWhileFrozen() + world.begunTooOld()
        return touches.indices.compactMap { world.overLimit(touches[...$0]) } + world.overCanary(touches)
            + world.heldForNothing() + world.overActionLimits() + world.brokenSites() + guarded
    }
}

/// That a step of a run begins to act on its device.
struct DeviceTouch {
    let moment: Moment
    let run: Run
    let at: Instant
}

extension Evidence {
    /// In their order; a drill touches nothing. Read off the intents themselves, not off what the guard wrote down. What lets
    /// in a device that its run has acted on is not limited.
    fileprivate func touches() -> [DeviceTouch] {
        var known: Set<RunID> = []
        return recorded.compactMap { record in
            guard let attempt = record.beginning, attempt.number == 1, !record.run.isDrill, let action = record.action,
                action.touchesDevice, known.insert(record.run.id).inserted || !action.liftsContainment
            else { return nil }
            return DeviceTouch(moment: record.moment, run: record.run, at: attempt.began)
        }
    }

    /// Whether the last of the touches is one too many within a window that ends with it.
    fileprivate func overLimit(_ touches: ArraySlice<DeviceTouch>) -> Violation? {
        guard let last = touches.last else { return nil }
        let earlier = touches.dropLast().filter { $0.run.playbook.name == last.run.playbook.name }
        let isGoingOn = earlier.contains { $0.run.id == last.run.id }
        for limit in last.run.playbook.guards.limits {
            let within = earlier.filter { $0.at > last.at - limit.window }
            for part in limit.scope.parts(of: last.run.device) {
                var touched = Set(
                    within.map(\.run.device).filter { limit.scope.parts(of: $0).contains(part) }.map(\.id)
                )
                // Where a person let one pass, it is one more; so where nobody could say how many there are, and one let that pass.
                let subject = limit.subject(in: part)
                if last.run.isWaived(.limit, of: subject) { continue }
                if limit.isShare, last.run.isWaived(.uncounted, of: subject) { continue }
                // A run that goes on with a device that is counted makes no more of them, whoever let others pass.
                if !touched.insert(last.run.device.id).inserted, isGoingOn { continue }
                let allowed = allowed(by: limit, in: part)
                guard touched.count > allowed else { continue }
                let sentence =
                    "\(last.run.playbook.name) touched \(touched.count) devices of a \(limit.scope.text) within \(limit.window), and may \(allowed)"
                return violation(8, sentence, at: last.moment)
            }
        }
        return nil
    }

    private func allowed(by limit: Playbook.DeviceLimit, in part: String) -> Int {
        switch limit.amount {
        case .devices(let count): return count
        case .share(let millionths, let atLeast):
            let size = devices.count { limit.scope.parts(of: $0).contains(part) }
            return max(atLeast, size * millionths / 1_000_000)
        }
    }
}

extension Playbook.DeviceLimit {
    fileprivate var isShare: Bool {
        if case .share = amount { true } else { false }
    }
}

extension Playbook.LimitScope {
    /// The parts of the fleet that a device counts in. Those without a site, or a group, are a part, too.
    fileprivate func parts(of device: Device) -> Set<String> {
        switch self {
        case .fleet: [""]
        case .site: [device.site]
        case .group: device.groups.isEmpty ? [""] : Set(device.groups)
        }
    }
}

extension Evidence {
    /// Over all playbooks: each first attempt counts its device, and one that a person let pass is one more.
    fileprivate func overActionLimits() -> [Violation] {
        let uses = recorded.filter { $0.beginning?.number == 1 && !$0.run.isDrill }
        return uses.indices.compactMap { overActionLimit(uses[...$0]) }
    }

    /// Whether the last of them is one too many within a window that ends with it.
    private func overActionLimit(_ uses: ArraySlice<Recorded>) -> Violation? {
        guard let last = uses.last, let attempt = last.state.attempt, let limit = actionLimits[attempt.request.action],
            !last.run.isWaived(.actionLimit, of: attempt.request.action),
            // What is taken back is not limited.
            !last.run.playbook.releases.contains(last.step)
        else { return nil }
        let within = uses.filter { use in
            use.state.attempt.map {
                $0.request.action == attempt.request.action && $0.began > attempt.began - limit.window
            }
                ?? false
        }
        let count = Set(within.map(\.run.device.id)).count
        guard count > limit.devices else { return nil }
        let sentence =
            "\(attempt.request.action) reached \(count) devices within \(limit.window), and may \(limit.devices)"
        return violation(8, sentence, at: last.moment)
    }
}

extension Evidence.Recorded {
    /// Nil of what takes a measure back.
    fileprivate var action: ActionDescriptor? {
        guard case .action(let call) = run.playbook[step].body else { return nil }
        return call.descriptor
    }
}
