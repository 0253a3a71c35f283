import Domain
import Playbooks
import Response

extension Invariant {
    static let stopsHold = Self(6, "no intent after a stop in scope") { world in
        world.begunUnderStop() + world.handedOverUnderSwitch()
    }
}

extension Evidence {
    /// From the transaction after the one that holds the stop, to the one that lifts it.
    fileprivate func begunUnderStop() -> [Violation] {
        var stops: Set<StopScope> = []
        var records = recorded[...]
        var violations: [Violation] = []
        for (moment, written) in writes {
            // Nothing that this very transaction lifts counts, and nothing that it stops.
            for case .lifted(let scope) in written.changes { stops.remove(scope) }
            while let record = records.first, record.moment <= moment {
                records.removeFirst()
                if let scope = scope(over: record, stops) {
                    let sentence = "\(name(record.run.id, record.step)) begins, and \(scope.text) is stopped"
                    violations.append(violation(6, sentence, at: record.moment))
                }
            }
            for case .stop(let stop) in written.changes { stops.insert(stop.scope) }
        }
        return violations
    }

    /// The switch that needs no engine is looked at before each hand-over: what was decided before waits, too.
    fileprivate func handedOverUnderSwitch() -> [Violation] {
        var turns = switched[...]
        var isThrown = false
        return handOvers.compactMap { handOver in
            while let turn = turns.first, turn.moment < handOver.moment {
                isThrown = turn.isThrown
                turns.removeFirst()
            }
            guard isThrown, !handOver.isProbe, !listens(handOver.intent) else { return nil }
            return violation(6, "\(name(handOver.intent.id)) leaves, and everything is stopped", at: handOver.moment)
        }
    }

    /// Whoever listens sends nothing.
    private func listens(_ intent: Intent) -> Bool {
        ModelKinds.all.contains { $0.descriptor.name == intent.attempt.request.action && $0.descriptor.listens }
    }

    private func scope(over record: Recorded, _ stops: Set<StopScope>) -> StopScope? {
        let run = record.run
        guard record.beginning != nil, !run.isDrill, let call = run.playbook[record.step].call else { return nil }
        let owners = run.playbook.owners(of: run.playbook[record.step])
        return stops.first { $0.covers(call.descriptor.name, of: owners, to: run.device) }
    }
}
