import Domain
import Playbooks
import Response

extension Invariant {
    static let okIsProven = Self(3, "ok ⇒ the receiver saw it") { world in
        world.recorded.compactMap { world.unproven($0) } + world.notContained()
    }
}

extension Evidence {
    /// Only the receiver's own word makes a step ok: its answer to that very attempt, or what was read back of it.
    fileprivate func unproven(_ record: Recorded) -> Violation? {
        switch record.state {
        case .ok(let attempt, _): unproven(record, attempt, .confirmed)
        case .sent(let attempt, _): unproven(record, attempt, .sent)
        case .ready, .open, .asking, .waiting, .queued, .held, .intent, .retrying, .probing, .rehearsed, .joined, .done,
            .skipped, .failed, .exhausted, .inDoubt:
            nil
        }
    }

    private func unproven(_ record: Recorded, _ attempt: Attempt, _ certainty: Completion.Certainty) -> Violation? {
        let id = record.id(of: attempt.number)
        let seen = receptions[StepID(id)]?.contains { received in
            received.moment < record.moment && received.intent.attempt.key == attempt.key && received.reception.isYes
        }
        guard seen == true else {
            return violation(3, "\(name(id)) is \(record.state.text), and no receiver did it", at: record.moment)
        }
        guard isSaid(id, certainty, before: record.moment) else {
            return violation(3, "\(name(id)) is \(record.state.text), and no answer says so", at: record.moment)
        }
        return nil
    }

    private func isSaid(_ id: IntentID, _ certainty: Completion.Certainty, before moment: Moment) -> Bool {
        let answered = answers[id]?.contains { answer in
            guard case .success(let completion) = answer.result else { return false }
            return answer.moment < moment && completion.certainty == certainty
        }
        let readBack = probeAnswers[id]?.contains { answer in
            guard case .applied = answer.result else { return false }
            return answer.moment < moment
        }
        return answered == true || readBack == true
    }

    /// "Contained" is said only after proof, whenever it is said: some verification of the run found the device cut off, and no
    /// run has let it in since.
    fileprivate func notContained() -> [Violation] {
        writes.flatMap { moment, written in
            written.changes.compactMap { change in
                guard case .advanced(let run, _) = change, run.phase.outcome == .contained else { return nil }
                return notContained(run, at: moment)
            }
        }
    }

    private func notContained(_ run: Run, at moment: Moment) -> Violation? {
        guard let proven = latest(of: { $0 == run.id }, .seen, before: moment, { $0.provesContainment }) else {
            return violation(3, "\(name(run.id)) says contained, and no verification found it so", at: moment)
        }
        // What one that was set aside had under way, nobody awaits.
        let ofDevice = { [runs, aside] in runs[$0]?.device.id == run.device.id && aside[$0] == nil }
        let lifted = latest(of: ofDevice, .applied, before: moment) { $0.liftsContainment }
        guard let lifted, lifted > proven else { return nil }
        return violation(3, "\(name(run.id)) says contained, and the device was let back in", at: moment)
    }

    /// When a step of such a run with such an action was last received so.
    private func latest(
        of isMeantRun: (RunID) -> Bool,
        _ reception: Reception,
        before moment: Moment,
        _ isMeant: (ActionDescriptor) -> Bool
    ) -> Moment? {
        receptions.filter { isMeantRun($0.key.run) && isStep($0.key, isMeant) }
            .flatMap(\.value).filter { $0.reception == reception && $0.moment < moment }.map(\.moment).max()
    }

    private func isStep(_ id: StepID, _ isMeant: (ActionDescriptor) -> Bool) -> Bool {
        runs[id.run]?.playbook[id.step].call.map { isMeant($0.descriptor) } ?? false
    }
}

extension Reception {
    /// Whether the receiver has done what was asked, now or before.
    fileprivate var isYes: Bool {
        switch self {
        case .applied, .dropped, .seen: true
        case .refused, .expired: false
        }
    }
}
