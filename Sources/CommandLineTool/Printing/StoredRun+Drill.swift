import Domain
package import Playbooks
package import Ports
import Response

extension StoredRun {
    /// Where a drill ended because a step failed, and why. The real run would stop there, and wait for a person.
    package func drillStop(in playbook: Playbook) -> (step: String, reason: String)? {
        guard header.isDrill, phase.isAtRest,
            let stopped = playbook.main.first(where: { isFailure(at: $0) && playbook[$0].onFailure == .stop })
        else { return nil }
        let cause = cause(of: stopped)
        return (playbook[cause].path, steps[cause.position]?.state.error?.reason ?? "it failed")
    }

    /// What a list says beside the phase: what the run waits for, or where it stopped as a drill.
    package func remarks(in playbook: Playbook) -> [String] {
        waits(in: playbook) + (drillStop(in: playbook).map { ["stopped at \($0.step)"] } ?? [])
    }

    private func isFailure(at index: Step.Index) -> Bool { steps[index.position]?.state.isFailure ?? false }

    /// Of a step with others in it, the one in it that failed first.
    private func cause(of failed: Step.Index) -> Step.Index {
        guard case .joined(let joined)? = steps[failed.position]?.state, let first = joined.failed.first else {
            return failed
        }
        return cause(of: first)
    }
}
