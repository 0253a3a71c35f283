import Domain
import Playbooks
import Response

extension Invariant {
    static let withinLimits = Self(8, "effects per window ≤ limit") { world in
        let touches = world.firstTouches()
        return touches.indices.compactMap { world.overLimit(touches[...$0]) } + world.overCanary(touches)
            + world.heldForNothing() + world.overActionLimits() + world.brokenSites()
            + world.touchedThoughProtected() + world.touchedInStorm() + world.touchedWhileFrozen()
    }
}

/// The first time that a run acts on its device.
struct FirstTouch {
    let moment: Moment
    let run: Run
    let at: Instant
}

extension Evidence {
    /// In their order; a drill touches nothing. Read off the intents themselves, not off what the guard wrote down.
    fileprivate func firstTouches() -> [FirstTouch] {
        var known: Set<RunID> = []
        return recorded.compactMap { record in
            guard let attempt = record.beginning, !record.run.isDrill, record.touchesDevice,
                known.insert(record.run.id).inserted
            else { return nil }
            return FirstTouch(moment: record.moment, run: record.run, at: attempt.began)
        }
    }

    /// Whether the last of the touches is one too many within a window that ends with it.
    fileprivate func overLimit(_ touches: ArraySlice<FirstTouch>) -> Violation? {
        // Where a person let one pass, it is one more.
        guard let last = touches.last, !last.run.steps.contains(where: { $0.waived.contains(.limit) }) else {
            return nil
        }
        for limit in last.run.playbook.guards.limits {
            guard case .devices(let allowed) = limit.amount, limit.scope == .fleet else { continue }
            let within = touches.filter {
                $0.run.playbook.name == last.run.playbook.name && $0.at > last.at - limit.window
            }
            let count = Set(within.map(\.run.device.id)).count
            guard count > allowed else { continue }
            let sentence =
                "\(last.run.playbook.name) touched \(count) devices within \(limit.window), and may \(allowed)"
            return violation(8, sentence, at: last.moment)
        }
        return nil
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
            !last.run.steps.contains(where: { $0.waived.contains(.actionLimit) }),
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
    fileprivate var touchesDevice: Bool {
        guard case .action(let call) = run.playbook[step].body else { return false }
        return call.descriptor.touchesDevice
    }
}
