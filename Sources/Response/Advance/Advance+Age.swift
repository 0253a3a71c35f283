import Domain
import Playbooks

// An event grows older while its run is held back.
extension Advance {
    /// Why a run does not begin to act by itself: it was held back for longer than an event may be old, and that says nothing
    /// of the device as it is now. A person decides, unless one has looked at the run already.
    func outdated() -> Hold? {
        let maxAge = run.playbook.trigger.maxAge
        let length = run.heldBack(at: now)
        guard length > maxAge, !run.hasTouchedDevice, !run.hasBeenLookedAt else { return nil }
        return Hold(
            .tooOld,
            "it was held back for \(length.spoken), and an event is to be no older than \(maxAge.spoken) ('max_age')"
        )
    }

    /// It begins, and what holds it back next holds it from then on.
    mutating func free(held step: Step) {
        enter(step.index, .ready)
        run[step.index].heldSince = nil
    }

    /// Of a step that goes on: for how long the run was held back until now, but for what was counted before. Another step
    /// may have been held back for longer.
    mutating func countHeldBack(_ index: Step.Index) {
        guard run.heldBackSince(index, at: now) != nil else { return }
        let more = run.heldBackSinceCounted(at: now)
        guard more > .zero else { return }
        let before = run[index].heldBack?.length ?? .zero
        run[index].heldBack = HeldBack(length: before + more, until: now)
    }
}

extension Run {
    /// For how long something held it back so far: not the playbook's own pauses, but for what they were longer because nobody
    /// was there to end them.
    fileprivate func heldBack(at now: Instant) -> Duration {
        steps.compactMap(\.heldBack).reduce(heldBackSinceCounted(at: now)) { $0 + $1.length }
    }

    /// Steps may be held back beside each other: each moment counts once.
    fileprivate func heldBackSinceCounted(at now: Instant) -> Duration {
        guard let since = playbook.steps.compactMap({ heldBackSince($0.index, at: now) }).min() else { return .zero }
        let counted = steps.compactMap { $0.heldBack?.until }.max() ?? since
        return max(.zero, now - max(since, counted))
    }

    /// Since when a step is held back, where it is: by a guard, a stop or another run, or because nobody was there when it was
    /// due. When a measure ends is another matter.
    fileprivate func heldBackSince(_ index: Step.Index, at now: Instant) -> Instant? {
        if case .release = playbook[index].body { return nil }
        let record = self[index]
        switch record.state {
        case .held, .queued: return record.heldSince ?? record.began
        case .retrying(let attempt, nil, _): return record.heldSince ?? attempt.began
        case .ready, .open, .asking, .waiting, .intent, .retrying, .probing, .ok, .sent, .rehearsed, .joined, .done,
            .skipped, .failed, .exhausted, .inDoubt:
            // A pause may end at a time that was over when it began.
            guard let due = record.state.due.map({ max($0, record.began ?? $0) }), now - due > Rules.lateAfter
            else { return nil }
            return due
        }
    }

    /// Whether a person started it, or let something of it go on. Who lets a message pass has not said that it is to act.
    fileprivate var hasBeenLookedAt: Bool {
        if startedBy.isPerson { return true }
        return playbook.steps.contains { step in
            let record = self[step.index]
            // What stands in an 'always' list is done anew by itself.
            return (actsAnew(at: step) || !record.waived.isEmpty || !record.grants.isEmpty) && !playbook.tells(step)
        }
    }

    /// Whether a step that touches the device is done once more.
    func actsAnew(at step: Step) -> Bool {
        self[step.index].generation > 0 && step.call?.descriptor.touchesDevice == true
    }
}
