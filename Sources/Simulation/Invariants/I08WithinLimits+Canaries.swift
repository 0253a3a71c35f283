import Domain
import Playbooks
import Response

extension Evidence {
    /// A version touches few devices first, and more only once it has soaked and those few fared well; unless a person let
    /// one pass.
    func overCanary(_ touches: [DeviceTouch]) -> [Violation] {
        let kept = versionsKept()
        return Dictionary(grouping: touches, by: \.run.playbook.digest).values.flatMap { tooSoon($0, kept) }
    }

    private func tooSoon(_ touches: [DeviceTouch], _ kept: [String: [Kept]]) -> [Violation] {
        // What began in one transaction began in an order that nobody wrote down: a person's word comes last.
        let inOrder = touches.sorted { ($0.moment, $0.isPassed ? 1 : 0) < ($1.moment, $1.isPassed ? 1 : 0) }
        var flock: [DeviceTouch] = []
        return inOrder.compactMap { touch in
            guard !flock.contains(where: { $0.run.device.id == touch.run.device.id }) else { return nil }
            defer { flock.append(touch) }
            return tooSoon(touch, after: flock, kept)
        }
    }

    private func tooSoon(_ touch: DeviceTouch, after flock: [DeviceTouch], _ kept: [String: [Kept]]) -> Violation? {
        let playbook = touch.run.playbook
        guard let canary = playbook.guards.canary, let first = flock.first, flock.count >= canary.devices,
            !touch.isPassed
        else { return nil }
        let others = kept[playbook.name, default: []].filter { $0.version != playbook.digest }
        guard canary.includesFirst || others.contains(where: { $0.moment < touch.moment }) else { return nil }
        let end = first.at + canary.soak
        if touch.at < end {
            let sentence =
                "\(playbook.name) touched \(flock.count + 1) devices within \(canary.soak), and may \(canary.devices)"
            return violation(8, sentence, at: touch.moment)
        }
        guard let trouble = runInTrouble(of: playbook.digest, begunBefore: end, at: touch.moment) else { return nil }
        let sentence = "\(playbook.name) touched one more device, and \(name(trouble)) of its first ones had stopped"
        return violation(8, sentence, at: touch.moment)
    }

    /// A version of a playbook, and since when there has been a run of it.
    private struct Kept {
        let version: Digest
        let moment: Moment
    }

    private func versionsKept() -> [String: [Kept]] {
        var kept: [String: [Kept]] = [:]
        for (moment, written) in writes {
            for case .opened(let run) in written.changes {
                kept[run.playbook.name, default: []].append(Kept(version: run.playbook.digest, moment: moment))
            }
        }
        return kept
    }

    /// One that waited for a person before the moment, and still does after it; or was set aside, with its device touched.
    private func runInTrouble(of version: Digest, begunBefore end: Instant, at moment: Moment) -> RunID? {
        var (before, after): ([RunID: Run], [RunID: Run]) = ([:], [:])
        for (written, write) in writes {
            guard written <= moment else { break }
            for case .advanced(let run, _) in write.changes where run.playbook.digest == version && run.started < end {
                if written < moment { before[run.id] = run }
                after[run.id] = run
            }
        }
        return before.values.first { run in
            run.hasFailed && after[run.id]?.hasFailed == true
                || isAside(run.id, at: moment) && !run.isDrill && run.hasBegunToTouch
        }?.id
    }

    /// What a canary holds goes on by itself, unless one of the first devices fared badly.
    func heldForNothing() -> [Violation] {
        recorded.compactMap { record in
            guard case .held(let hold) = record.state, hold.cause == .canary, hold.until == nil else { return nil }
            let hasReason = writes.contains { write in
                write.moment <= record.moment
                    && write.written.changes.contains { change in
                        guard case .advanced(let run, _) = change else { return false }
                        return run.playbook.digest == record.run.playbook.digest && run.mayBeInTrouble
                    }
            }
            let isOneAside = aside.keys.contains { run in
                isAside(run, at: record.moment) && begun[run]?.playbook.digest == record.run.playbook.digest
            }
            guard !hasReason, !isOneAside else { return nil }
            let step = name(record.run.id, record.step)
            return violation(8, "\(step) stays held by a canary, and all of it fared well", at: record.moment)
        }
    }
}

extension DeviceTouch {
    /// Whether a person let it pass the canary.
    fileprivate var isPassed: Bool { run.isWaived(.canary) }
}

extension Run {
    /// Whether a person has to look at what it did to its device.
    fileprivate var hasFailed: Bool {
        switch phase {
        case .closing(.stopped), .waitingForPerson(.stopped): !isDrill && hasBegunToTouch
        case .main, .clearing, .closing, .waitingForPerson, .inForce, .ended: false
        }
    }

    private var isHeldByStop: Bool {
        steps.contains { if case .held(let hold) = $0.state { hold.cause == .stopped } else { false } }
    }

    fileprivate var mayBeInTrouble: Bool { hasFailed || isHeldByStop }
}
