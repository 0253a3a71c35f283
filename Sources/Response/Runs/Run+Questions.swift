public import Playbooks

extension Run {
    /// Whether a person's word lets a step go on, or ends it.
    public func waitsForPerson(at step: Step) -> Bool {
        let state = self[step.index].state
        switch state {
        case .asking: return true
        case .held: return state.holdForPerson != nil && (phase.isAtRest || !playbook.releases.contains(step.index))
        case .failed, .exhausted, .inDoubt:
            // What cannot be taken back waits for a person also where the run waits for another reason, or for nobody else.
            if playbook.releases.contains(step.index) { return phase.isAtRest }
            guard case .waitingForPerson(.stopped) = phase else { return false }
            return !isBeingTakenBack(step) && isWhereItStopped(step.index)
        case .ready, .open, .waiting, .queued, .intent, .retrying, .probing, .ok, .sent, .rehearsed, .joined, .done,
            .skipped:
            return false
        }
    }

    /// What is sent anew beside its own release would be taken back by nobody; so would what stands in a step that is, and
    /// what an `always` list does once more after it.
    private func isBeingTakenBack(_ step: Step) -> Bool {
        isTakingBack(step) || playbook.always.contains { isTakingBack(playbook[$0]) }
    }

    /// Whether something is being taken back that the step did, or something in it.
    func isTakingBack(_ step: Step) -> Bool {
        playbook.releases.contains { release in
            guard self[release].state.isUnderWay, case .release(let origin, _) = playbook[release].body else {
                return false
            }
            return playbook.contains(playbook[origin], in: step)
        }
    }

    /// Whether the failure of the step is why the run came to rest. What was called off is not, but where there is nothing else.
    private func isWhereItStopped(_ index: Step.Index) -> Bool {
        let isAboutReleases = playbook.releases.contains { self[$0].state.isFailure }
        return stopsInMain || isAboutReleases
            ? stoppers.contains(index) && !self[index].isCalledOff : stoppers.contains(index)
    }

    /// Whether a step of the main list is why a person is needed.
    var stopsInMain: Bool { stoppers.contains { !self[$0].isCalledOff } }

    private var stoppers: [Step.Index] {
        playbook.main.filter { self[$0].state.isFailure && playbook[$0].onFailure == .stop }.flatMap(stoppersBelow)
    }

    /// Of a step that counts as failed in what it stands in: itself, or what is within it.
    private func stoppersBelow(_ index: Step.Index) -> [Step.Index] {
        guard case .joined(let joined) = self[index].state else { return [index] }
        return joined.failed.flatMap { stoppersBelow($0) }
    }
}
