import Domain
import Ledger
import Playbooks
import Response

extension Invariant {
    static let measuresHaveOwners = Self(14, "every measure in force has a live owner or an expiry") { world in
        world.ownerless() + world.takenFromOthers() + world.leftAfterTheAlarm() + world.clearedInAlarm()
            + world.runs.values.flatMap { world.unknown(in: $0) }
    }
}

extension Evidence {
    /// Whatever is, or may be, in force belongs to a run that is open and knows of it.
    fileprivate func ownerless() -> [Violation] {
        var measures: [MeasureID: Measure] = [:]
        for (_, written) in writes {
            for case .measure(let measure) in written.changes { measures[measure.id] = measure }
        }
        return measures.values.sorted { $0.id < $1.id }.compactMap { measure in
            guard measure.state.isOpen, case .ended? = runs[measure.run]?.phase else { return nil }
            return violation(
                14,
                "\(measure.action) of \(name(measure.run)) is \(measure.state.text), and its run has ended"
            )
        }
    }

    /// Where a playbook says so, what kept the device off ends with the alarm: what was under way just then, too. Not what a
    /// person had sent anew since.
    fileprivate func leftAfterTheAlarm() -> [Violation] {
        var cleared: Set<RunID> = []
        return writes.flatMap { moment, written -> [Violation] in
            for record in written.entries.map(\.record) {
                guard let run = record.run else { continue }
                if record.action == .runCleared { cleared.insert(run) }
                if record.action == .stepAnew { cleared.remove(run) }
            }
            // As it stands in the end: the alarm may have ended after the run had come to rest, in the same transaction.
            var last: [RunID: Run] = [:]
            for case .advanced(let run, _) in written.changes { last[run.id] = run }
            return last.values.compactMap { run in
                guard cleared.contains(run.id), case .inForce = run.phase,
                    run.playbook.trigger.cleared == .release, !run.isDrill,
                    let release = run.playbook.releases.first(where: { run.keepsOff($0, after: moment.time) })
                else { return nil }
                return violation(14, "\(name(run.id, release)) waits though the alarm is over", at: moment)
            }
        }
    }

    /// What another run has in force on the device, too, is its to take back.
    fileprivate func takenFromOthers() -> [Violation] {
        var measures: [MeasureID: Measure] = [:]
        var releases = recorded.filter { $0.beginning != nil && $0.run.playbook.releases.contains($0.step) }[...]
        var violations: [Violation] = []
        for (moment, written) in writes {
            let before = measures
            for case .measure(let measure) in written.changes { measures[measure.id] = measure }
            while let release = releases.first, release.moment == moment {
                releases.removeFirst()
                // Within one transaction nobody knows what was first.
                let owner = before.values.first { isInForce($0, besides: release) }.flatMap { measures[$0.id] }
                guard let owner, isInForce(owner, besides: release) else { continue }
                let step = name(release.run.id, release.step)
                violations.append(violation(14, "\(step) takes back what \(name(owner.run)) has in force", at: moment))
            }
        }
        return violations
    }

    private func isInForce(_ measure: Measure, besides release: Recorded) -> Bool {
        // A run that was set aside owns nothing.
        guard aside[measure.run] == nil, measure.run != release.run.id, measure.device == release.run.device.id,
            measure.state == .inForce, let attempt = release.beginning,
            measure.until.map({ $0 > attempt.began }) ?? true,
            case .release(let origin, _) = release.run.playbook[release.step].body
        else { return false }
        let undone = release.run.playbook[origin].call
        return measure.action == undone?.descriptor.name && measure.connection == undone?.connection
    }

    /// What had its effect and can be taken back is known as a measure, whatever became of the step that did it.
    fileprivate func unknown(in run: Run) -> [Violation] {
        run.playbook.releases.compactMap { release in
            guard case .release(let origin, _) = run.playbook[release].body, run[release].state == .ready,
                run[origin].state.isClosed, isApplied(origin, of: run)
            else { return nil }
            let state = run[origin].state.text
            return violation(14, "\(name(run.id, origin)) had its effect, is \(state), and nothing takes it back")
        }
    }

    private func isApplied(_ step: Step.Index, of run: Run) -> Bool {
        let id = StepID(run: run.id, step: step, generation: run[step].generation)
        return receptions[id]?.contains { $0.reception == .applied } == true
    }
}

extension Run {
    /// Whether what the release takes back is to keep the device off for longer.
    fileprivate func keepsOff(_ release: Step.Index, after time: Instant) -> Bool {
        guard case .release(let origin, _) = playbook[release].body else { return false }
        return self[release].state.isWaiting(beyond: time)
            && playbook[origin].call?.descriptor.liftsContainment == false
    }
}
