import Domain
import Ledger
import Playbooks
import Response

extension Invariant {
    static let stopsHold = Self(6, "no intent after a stop in scope") { world in
        world.begunUnderStop() + world.handedOverUnderSwitch() + world.begunThoughCalledOff()
    }
}

extension Evidence {
    /// From the transaction after the one that holds the stop, to the one that lifts it.
    fileprivate func begunUnderStop() -> [Violation] {
        var stops: Set<StopScope> = []
        // As the engine has it, over its restarts: what it lets begin, it has said before that nothing stops it.
        var isSwitchThrown = false
        var records = recorded[...]
        var violations: [Violation] = []
        for (moment, written) in writes {
            // Nothing that this very transaction lifts counts, and nothing that it stops.
            for case .lifted(let scope) in written.changes { stops.remove(scope) }
            for case .stopSwitch(nil) in written.changes { isSwitchThrown = false }
            while let record = records.first, record.moment <= moment {
                records.removeFirst()
                if let scope = scope(over: record, isSwitchThrown ? stops.union([.everything]) : stops) {
                    let sentence = "\(name(record.run.id, record.step)) begins, and \(scope.text) is stopped"
                    violations.append(violation(6, sentence, at: record.moment))
                }
            }
            for case .stop(let stop) in written.changes { stops.insert(stop.scope) }
            for case .stopSwitch(_?) in written.changes { isSwitchThrown = true }
        }
        return violations
    }

    /// The end of an alarm, and a person who takes back what was done, stop a run for good: it does nothing more to its device
    /// but to let it in, unless a person then decides that it goes on.
    fileprivate func begunThoughCalledOff() -> [Violation] {
        var calledOff: Set<RunID> = []
        var records = recorded[...]
        var violations: [Violation] = []
        for (moment, written) in writes {
            let said = written.entries.map(\.record)
            // What a person lets begin may begin in the very transaction.
            for record in said where record.isDecision { record.run.map { _ = calledOff.remove($0) } }
            while let record = records.first, record.moment <= moment {
                records.removeFirst()
                guard calledOff.contains(record.run.id), isWork(record) else { continue }
                let sentence = "\(name(record.run.id, record.step)) begins, and its run was called off"
                violations.append(violation(6, sentence, at: record.moment))
            }
            // In their order: a person may have decided after the alarm had ended, in the same transaction.
            for record in said {
                guard let run = record.run else { continue }
                if record.callsOff { calledOff.insert(run) }
                if record.isDecision { calledOff.remove(run) }
            }
        }
        return violations
    }

    private func isWork(_ record: Recorded) -> Bool {
        let playbook = record.run.playbook
        guard record.beginning != nil, let action = playbook[record.step].call?.descriptor else { return false }
        return action.cutsOff && !playbook.releases.contains(record.step)
            && !playbook.isInAlways(playbook[record.step])
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

    private func scope(over record: Recorded, _ stops: Set<StopScope>) -> StopScope? {
        let run = record.run
        guard record.beginning != nil, !run.isDrill, let call = run.playbook[record.step].call else { return nil }
        let owners = run.playbook.owners(of: run.playbook[record.step])
        return stops.first {
            $0.covers(call.descriptor, of: owners, to: run.device, isUnknown: run.deviceIsUnknown)
        }
    }
}

extension AuditRecord {
    fileprivate var callsOff: Bool {
        action == .runCleared || action == .releaseOrdered || action == .runSuperseded
    }

    /// Whether it is a person's word that lets something begin.
    var isDecision: Bool { action == .stepAnew || action == .holdApproved || action == .approvalGranted }
}
