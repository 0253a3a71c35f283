import Domain
import Playbooks

// An event grows older while its run is held back.
extension Advance {
    /// Why a step that was held back does not go on by itself: its event has outlived `max_age` meanwhile, and says nothing of the
    /// device as it is now. A person decides, unless one has looked at the run already.
    ///
    /// A pause that the playbook itself makes is no such time: from its end on, the step has `max_age` once more.
    func outdated(_ step: Step) -> Hold? {
        let maxAge = run.playbook.trigger.maxAge
        guard step.call?.descriptor.touchesDevice == true, !run.hasTouchedDevice, !run.hasBeenLookedAt else {
            return nil
        }
        let wanted = run[step.index].began ?? now
        let since = wanted - run.event.time > maxAge ? wanted : run.event.time
        guard now - since > maxAge else { return nil }
        return Hold(
            .tooOld,
            "the event is \((now - run.event.time).spoken) old by now, and it was to be no older than \(maxAge.spoken) "
                + "('max_age')"
        )
    }
}

extension Run {
    /// Whether a person started it, or let it go on.
    fileprivate var hasBeenLookedAt: Bool {
        startedBy.isPerson || steps.contains { !$0.waived.isEmpty || !$0.grants.isEmpty }
    }
}
