package import Playbooks
package import Ports
import Response

extension StoredRun {
    /// What a run that is under way waits for besides time and receivers: `waits for people at act`, `a stop holds act`.
    package func waits(in playbook: Playbook) -> [String] {
        guard !phase.isAtRest else { return [] }
        var (people, stopped) = ([String](), [String]())
        for step in playbook.steps {
            switch steps[step.index.position]?.state ?? .ready {
            case .asking: people.append(step.path)
            case .held(let hold) where hold.cause == .stopped: stopped.append(step.path)
            case .held: people.append(step.path)
            case .ready, .open, .waiting, .queued, .intent, .retrying, .probing, .ok, .sent, .rehearsed, .joined, .done,
                .skipped, .failed, .exhausted, .inDoubt:
                continue
            }
        }
        return [("waits for people at", people), ("a stop holds", stopped)].filter { !$0.1.isEmpty }.map {
            "\($0.0) \($0.1.joined(separator: ", "))"
        }
    }
}
