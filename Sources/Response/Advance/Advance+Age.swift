import Domain
import Playbooks

// An event grows older while its run is held back.
extension Advance {
    /// Why a step that was held back does not go on by itself: that took longer than an event may be old, and it says nothing of
    /// the device as it is now. A person decides, unless one has looked at the run already.
    func outdated(_ step: Step) -> Hold? {
        let maxAge = run.playbook.trigger.maxAge
        guard step.call?.descriptor.touchesDevice == true, !run.hasTouchedDevice, !run.hasBeenLookedAt,
            let since = heldSince(step), now - since > maxAge
        else { return nil }
        return Hold(
            .tooOld,
            "it was held back for \((now - since).spoken), and an event is to be no older than \(maxAge.spoken) ('max_age')"
        )
    }

    /// It begins, and what holds it back next holds it for longer.
    mutating func free(held step: Step) {
        run[step.index].heldSince = heldSince(step)
        enter(step.index, .ready)
    }

    private func heldSince(_ step: Step) -> Instant? { run[step.index].heldSince ?? run[step.index].began }
}

extension Run {
    /// Whether a person started it, or let something of it go on.
    fileprivate var hasBeenLookedAt: Bool {
        if startedBy.isPerson { return true }
        return playbook.steps.contains { step in
            let record = self[step.index]
            guard record.waived.isEmpty, record.grants.isEmpty else { return true }
            // What stands in an 'always' list is done anew by itself.
            return record.generation > 0 && step.call?.descriptor.touchesDevice == true && !playbook.tells(step)
        }
    }
}
