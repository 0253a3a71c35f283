import Domain
import Playbooks

// Measures follow from the states of a run's releases: nothing else has to be kept in step with them.
extension Run {
    /// The measure that a release takes back; nil while there is none.
    func measure(of release: Step.Index) -> Measure? {
        guard case .release(let index, let inverse) = playbook[release].body, let call = playbook[index].call,
            let state = measureState(of: release, index)
        else { return nil }
        let until: Instant? = if case .waiting(let until) = self[release].state { until } else { nil }
        return Measure(
            id: measureID(of: release),
            device: device.id,
            action: call.descriptor.name,
            inverse: inverse.descriptor.name,
            connection: call.connection,
            run: id,
            incident: incident,
            playbook: playbook.name,
            step: playbook[index].path,
            since: self[index].closed ?? self[index].began ?? started,
            until: until,
            state: state
        )
    }

    /// What it has in force, or may have: what a store lists.
    package var openMeasures: [Measure] { playbook.releases.compactMap { measure(of: $0) }.filter(\.state.isOpen) }

    func measureID(of release: Step.Index) -> MeasureID {
        MeasureID(Digest(ofParts: "measure", id.description, playbook[release].path))
    }

    private func measureState(of release: Step.Index, _ origin: Step.Index) -> Measure.State? {
        switch self[release].state {
        case .ready: return nil
        case .waiting:
            switch self[origin].state {
            case .ok, .sent: return .inForce
            case .ready, .open, .asking, .waiting, .queued, .held, .intent, .retrying, .probing, .rehearsed, .joined,
                .done, .skipped, .failed, .exhausted, .inDoubt:
                return .doubtful
            }
        case .intent, .retrying, .probing, .queued, .held, .asking, .open: return .releasing
        case .ok, .sent, .rehearsed, .joined, .done, .skipped(.lifted), .skipped(.keptOffByNobody):
            return .released
        case .skipped(.stillOwned): return .handedOver
        case .skipped: return .abandoned
        case .failed, .exhausted, .inDoubt: return .stuck
        }
    }

    /// Whether the release lets the device back in, and does not end that it was let in for a time.
    func letsIn(_ release: Step.Index) -> Bool {
        guard case .release(let undone, _) = playbook[release].body else { return false }
        return playbook[undone].call?.descriptor.liftsContainment != true
    }

    /// What the run has in force, and is not about to take back.
    func subjectsInForce(at now: Instant) -> [MeasureSubject] {
        playbook.releases.compactMap { index in
            self[index].state.isWaiting(beyond: now) ? subject(of: index) : nil
        }
    }

    func subject(of release: Step.Index) -> MeasureSubject? {
        guard case .release(let index, _) = playbook[release].body, let call = playbook[index].call else { return nil }
        return MeasureSubject(action: call.descriptor.name, connection: call.connection)
    }
}
