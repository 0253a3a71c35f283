import Domain
import Playbooks

/// An open run that nobody goes on with: its playbook compiles no more, or it ended the engine again and again.
/// Guards count it all the same, by what was written of it: its device is as it left it.
public struct RunAside: Sendable {
    let id: RunID
    let device: Device
    /// Of its playbook.
    let version: Digest
    let started: Instant
    let isDrill: Bool
    /// Whether a person has decided that nobody will go on with it.
    let isGivenUp: Bool
    let steps: [StepRecord]

    package init(_ header: RunHeader, steps: some Sequence<StepRecord>, isGivenUp: Bool) {
        id = header.id
        device = header.device
        version = header.playbook
        started = header.started
        isDrill = header.isDrill
        self.isGivenUp = isGivenUp
        self.steps = Array(steps)
    }

    /// Whether its device may be other than it was: nobody takes back what it did.
    func affectsDevice(_ rules: Rules) -> Bool {
        guard !isDrill, !device.site.isEmpty else { return false }
        return steps.contains { $0.mayHaveHadEffect && mayTouchDevice($0, rules) }
    }

    /// That a person has yet to look at what it did to its device; nil where there is nothing to look at.
    func trouble(_ rules: Rules) -> Troubles.Trouble? {
        guard !isDrill, !isGivenUp, steps.contains(where: { $0.state.attempts > 0 && mayTouchDevice($0, rules) }) else {
            return nil
        }
        return Troubles.Trouble(run: id, started: started)
    }

    /// What its steps are is not known, but what was sent of them is. Where that was not kept, or there is no such
    /// action any more, it may have gone to the device.
    private func mayTouchDevice(_ step: StepRecord, _ rules: Rules) -> Bool {
        guard let name = step.state.attempt?.request.action else { return true }
        return rules.actions[name]?.descriptor.touchesDevice ?? true
    }
}
