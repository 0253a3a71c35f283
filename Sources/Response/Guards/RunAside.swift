import Domain
import Playbooks

/// An open run that nobody goes on with: its playbook compiles no more, or it ended the engine again and again.
/// Guards count it all the same, by what was written of it: its device is as it left it. Its word counts no more.
public struct RunAside: Sendable {
    let id: RunID
    let incident: IncidentID
    let device: Device
    /// Of its playbook.
    let version: Digest
    let started: Instant
    let isDrill: Bool
    /// Whether a person has decided that nobody will go on with it.
    let isGivenUp: Bool
    private let steps: [Step.Index: StepRecord]

    /// The steps by their position in the playbook.
    package init(_ header: RunHeader, steps: [Int: StepRecord], isGivenUp: Bool) {
        id = header.id
        incident = header.incident
        device = header.device
        version = header.playbook
        started = header.started
        isDrill = header.isDrill
        self.isGivenUp = isGivenUp
        self.steps = Dictionary(uniqueKeysWithValues: steps.map { (Step.Index($0.key), $0.value) })
    }

    /// What it had proven, or is about to prove, as it counts no more: nobody tells it who lets its device in meanwhile. None
    /// where an earlier process has said so.
    func overruledProofs(_ rules: Rules) -> [Step.Index: StepRecord] {
        guard !isDrill else { return [:] }
        return steps.filter { mayBeProof($0.value, rules) }.mapValues { record in
            var record = record
            record.isOverruled = true
            return record
        }
    }

    /// Whether its device may be other than it was: nobody takes back what it did.
    func affectsDevice(_ rules: Rules) -> Bool {
        !isDrill && steps.values.contains { $0.mayHaveHadEffect && mayTouchDevice($0, rules) }
    }

    /// That a person has yet to look at what it did to its device; nil where there is nothing to look at.
    func trouble(_ rules: Rules) -> Troubles.Trouble? {
        guard !isDrill, !isGivenUp,
            steps.values.contains(where: { $0.state.attempts > 0 && mayTouchDevice($0, rules) })
        else { return nil }
        return Troubles.Trouble(run: id, started: started)
    }

    /// What its steps are is not known, but what was sent of them is. Where that was not kept, or there is no such
    /// action any more, it may have gone to the device; so may what only its playbook says that it does.
    private func mayTouchDevice(_ step: StepRecord, _ rules: Rules) -> Bool {
        guard let name = step.state.attempt?.request.action else { return true }
        guard let action = rules.actions[name]?.descriptor else { return true }
        return action.touchesDevice || action.openReach != nil
    }

    /// Likewise: of an action that is gone nobody knows whether it proved something.
    private func mayBeProof(_ step: StepRecord, _ rules: Rules) -> Bool {
        guard !step.isOverruled, step.state.mayProve, let name = step.state.attempt?.request.action else {
            return false
        }
        return rules.actions[name]?.descriptor.provesContainment ?? true
    }
}
