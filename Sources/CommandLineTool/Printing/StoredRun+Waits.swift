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
            // A canary's time lets it go on.
            case .held(let hold) where hold.until != nil: continue
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

    /// Whether nothing of it goes on before a person decides, or lifts a stop: no receiver is asked, no time has to pass,
    /// and no other run is in the way.
    package func waitsForPeopleAlone(in playbook: Playbook, stops: StopsInForce = StopsInForce()) -> Bool {
        var waits = false
        for step in playbook.steps {
            switch steps[step.index.position]?.state ?? .ready {
            case .held(let hold) where hold.until != nil: return false
            case .asking, .held: waits = true
            // What is put off is so by a stop, or by another run on the device, which comes to an end by itself.
            case .retrying(_, nil, _):
                guard stops.cover(step, of: playbook, in: header) else { return false }
                waits = true
            // The end of a measure is no work of the run: it may be a day away.
            case .waiting where playbook.releases.contains(step.index): continue
            case .waiting, .queued, .intent, .retrying, .probing: return false
            case .ready, .open, .ok, .sent, .rehearsed, .joined, .done, .skipped, .failed, .exhausted, .inDoubt:
                continue
            }
        }
        return waits
    }
}
