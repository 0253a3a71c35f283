import Domain
import Ledger
import Playbooks
package import Response

/// What holds of every turn, whatever came in: invariants of `docs/execution.md`, checked on what was stored.
package enum TurnRules {
    /// Sentences, each with the number of its invariant; none where all is well.
    package static func violations(of turn: Turn, after rows: MemoryRows) -> [String] {
        var runs: [RunID: Run] = [:]
        for change in turn.changes {
            switch change {
            case .opened(let run), .advanced(let run, _): runs[run.id] = run
            case .event, .playbook, .incident, .overruled, .touch, .used, .fence, .measure, .stop, .lifted, .stopSwitch:
                break
            }
        }
        return unrecordedEffects(of: turn, runs, rows) + unsaidChanges(of: turn)
            + runs.values.flatMap { stepsTooEarly(in: $0) }
    }

    /// I1: an effect has a durable intent with its key, and its drill's mark.
    private static func unrecordedEffects(of turn: Turn, _ runs: [RunID: Run], _ rows: MemoryRows) -> [String] {
        turn.effects.compactMap { effect in
            let intent = effect.intent
            guard let run = runs[intent.id.run] else { return "I1: an effect of a run that did not change" }
            guard run.isDrill == intent.isDrill else { return "I15: an effect that does not know its drill" }
            switch (effect, stored(intent.id, in: rows)) {
            case (.perform, .intent(let attempt)), (.probe, .probing(let attempt, _)):
                return attempt == intent.attempt ? nil : "I1: \(intent.attempt.key) is stored with another attempt"
            default:
                return "I1: \(intent.attempt.key) has no stored intent"
            }
        }
    }

    /// I10: what changed stands in the audit log of the same turn. (That a parallel step is open, its branches say.)
    private static func unsaidChanges(of turn: Turn) -> [String] {
        turn.changes.flatMap { change -> [String] in
            switch change {
            case .event(let accepted):
                let isSaid = turn.records.contains {
                    $0.action == .eventAccepted && $0.object == .event(accepted.event.key)
                }
                return isSaid ? [] : ["I10: event \(accepted.event.key.id) has no entry"]
            case .incident(let incident):
                let isSaid = turn.records.contains { $0.incident == incident.id }
                return isSaid ? [] : ["I10: incident \(incident.id) has no entry"]
            case .opened(let run):
                let isSaid = turn.records.contains { $0.run == run.id && $0.action == .runStarted }
                return isSaid ? [] : ["I10: the start of \(run.id) has no entry"]
            case .advanced(let run, let steps):
                return unsaidSteps(of: run, steps, in: turn)
            case .overruled(let run, _):
                let isSaid = turn.records.contains { $0.run == run && $0.action == .proofOverruled }
                return isSaid ? [] : ["I10: that proofs of \(run) count no more has no entry"]
            case .stop(let stop):
                return isSaid(.stopSet, of: stop.scope, in: turn) ? [] : ["I10: a stop has no entry"]
            case .lifted(let scope):
                return isSaid(.stopLifted, of: scope, in: turn) ? [] : ["I10: the end of a stop has no entry"]
            case .stopSwitch(let stop):
                let action = stop == nil ? AuditAction.stopLifted : .stopSet
                return isSaid(action, of: .everything, in: turn) ? [] : ["I10: the switch has no entry"]
            case .playbook, .touch, .used, .fence, .measure:
                return []
            }
        }
    }

    private static func isSaid(_ action: AuditAction, of scope: StopScope, in turn: Turn) -> Bool {
        turn.records.contains { $0.action == action && $0.object == AuditObject(.scope, scope.text) }
    }

    private static func unsaidSteps(of run: Run, _ steps: [Step.Index], in turn: Turn) -> [String] {
        let said = turn.records.filter { $0.run == run.id }
        var sentences: [String] = said.isEmpty ? ["I10: \(run.id) went on without an entry"] : []
        for index in steps {
            if case .open = run[index].state { continue }
            let id = run.playbook[index].path
            if !said.contains(where: { $0.step == id }) { sentences.append("I10: step '\(id)' has no entry") }
        }
        return sentences
    }

    /// I4: a step has begun only where the one before it is closed.
    private static func stepsTooEarly(in run: Run) -> [String] {
        var sentences: [String] = []
        for (sequence, mayBeHeld) in [(run.playbook.main, false), (run.playbook.always, true)] {
            for (earlier, later) in zip(sequence, sequence.dropFirst()) {
                let isOver: Bool =
                    switch run[earlier].state {
                    case .held, .open: mayBeHeld
                    case .ready, .asking, .waiting, .queued, .intent, .retrying, .probing, .ok, .sent, .rehearsed,
                        .joined,
                        .done,
                        .skipped, .failed, .exhausted, .inDoubt:
                        run[earlier].state.isClosed
                    }
                // A person may have let it go only then.
                let wasHeld = mayBeHeld && !run[earlier].waived.isEmpty
                // What a guard holds has not left, and waits its turn where an earlier one is told anew.
                let isHeld = mayBeHeld && run[later].state.hold != nil
                if run[later].began != nil, !isOver, !wasHeld, !isHeld {
                    sentences.append("I4: step \(later.position) began before step \(earlier.position) was closed")
                }
            }
        }
        return sentences
    }

    private static func stored(_ id: IntentID, in rows: MemoryRows) -> StepState? {
        do throws(StoredFormatError) {
            return try rows.step(id.step.position, of: id.run)?.state
        } catch {
            preconditionFailure("what was stored cannot be read back: \(error)")
        }
    }
}
