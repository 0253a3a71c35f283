import Domain
import Engine
import Ledger
import Playbooks
import Response

extension Invariant {
    static let everythingSettles = Self(11, "with faults off everything settles") { world in
        world.restless() + world.runs.values.flatMap { world.unsettled($0) } + world.waitsForNoAnswer()
            + world.neverHandedOver() + world.keptWaiting() + world.forgotten() + world.leftUnderWay()
    }
}

extension Evidence {
    /// There is an end of what happens, and an engine that is asked to end does.
    fileprivate func restless() -> [Violation] {
        isAtRest ? [] : [violation(11, "there is no end of it, or the engine does not end when it is asked to")]
    }

    /// At rest there is nothing left to do: an engine that finds more when it is asked to end had forgotten it.
    fileprivate func forgotten() -> [Violation] {
        guard let rest else { return [] }
        return recorded.filter { $0.moment > rest }.map {
            violation(11, "\(name($0.run.id, $0.step)) goes on only when the engine is asked to end", at: $0.moment)
        }
    }

    /// An engine that is asked to end hears first what becomes of the effects under way. It does not wait for messages.
    fileprivate func leftUnderWay() -> [Violation] {
        handOvers.filter { !listens($0.intent) }.filter { handOver in
            let id = handOver.intent.id
            let isHeard = handOver.isProbe ? probeAnswers[id] != nil : answers[id] != nil
            return closed.contains(handOver.life) && !isHeard
        }
        .map {
            violation(11, "process \($0.life) ended in order, and left \(name($0.intent.id)) under way", at: $0.moment)
        }
    }

    /// A run comes to rest, with nothing of it under way, and each of its `always` steps has had its chance.
    fileprivate func unsettled(_ run: Run) -> [Violation] {
        // As it was when nobody went on with it any more.
        guard aside[run.id] == nil else { return [] }
        guard run.phase.isAtRest else {
            return [violation(11, "\(name(run.id)) is \(run.phase.text), and nothing comes")]
        }
        return run.playbook.steps.compactMap { step in
            let state = run[step.index].state
            if case .held(let hold) = state, hold.until != nil {
                return violation(11, "\(name(run.id, step.index)) is held for a time that is over")
            }
            if state.isUnderWay { return violation(11, "\(name(run.id, step.index)) is \(state.text) for ever") }
            guard state == .ready, run.playbook.always.contains(step.index) else { return nil }
            return violation(11, "\(name(run.id, step.index)) never had its chance")
        }
    }

    /// Whoever waits for an answer has asked for it: a process asks anew for whatever an earlier one waited for, in the
    /// same transaction with which it takes up.
    fileprivate func waitsForNoAnswer() -> [Violation] {
        var awaited: [StepID: Recorded] = [:]
        var lastLife = 0
        var violations: [Violation] = []
        var records = recorded[...]
        for (moment, written) in writes {
            while let next = records.first, next.moment == moment {
                awaited[StepID(run: next.run.id, step: next.step)] = next.state.attemptInFlight == nil ? nil : next
                records.removeFirst()
            }
            guard written.life != lastLife else { continue }
            lastLife = written.life
            for (id, record) in awaited where record.life != written.life && aside[id.run] == nil {
                let sentence = "\(name(id.run, id.step)) is \(record.state.text), and process \(lastLife) asks nobody"
                violations.append(violation(11, sentence, at: moment))
            }
        }
        return violations
    }

    /// Whether the engine found in time that it could not hand it over, and so knows that it had no effect. It stands in the
    /// audit log, also where the same turn went on from there.
    private func isKnownUnsent(_ id: IntentID, after moment: Moment) -> Bool {
        let path = begun[id.run]?.playbook[id.step].path
        return writes.contains { write in
            write.moment > moment
                && write.written.entries.contains { entry in
                    let record = entry.record
                    return record.run == id.run && record.step == path
                        && record.detail?.contains(HandOverWords.nothingSent) == true
                }
        }
    }

    /// Whoever waits for a place on a connection is let through when there is one.
    fileprivate func keptWaiting() -> [Violation] {
        recorded.compactMap { record in
            guard case .retrying(let attempt, _, let error) = record.state,
                error.reason.hasPrefix(HandOverWords.noPlace),
                let intent = intended[record.id(of: attempt.number)]?.last, intent.life == record.life
            else { return nil }
            // Until then it waited, unless it was recorded so late that it did not even stand in line.
            let gaveUp = attempt.deadline - (attempt.deadline - attempt.began) / 2
            guard intent.moment.time + .seconds(1) < gaveUp, !isTaken(attempt.request.action, at: gaveUp, record.life)
            else { return nil }
            let id = record.id(of: attempt.number)
            return violation(11, "\(name(id)) waited for a place, and there was one", at: record.moment)
        }
    }

    private func isTaken(_ action: String, at time: Instant, _ life: Int) -> Bool {
        handOvers.contains { handOver in
            let id = handOver.intent.id
            let heard = handOver.isProbe ? probeAnswers[id]?.map(\.moment) : answers[id]?.map(\.moment)
            return handOver.life == life && handOver.intent.attempt.request.action == action
                && handOver.moment.time <= time
                && !(heard ?? []).contains { $0 > handOver.moment && $0.time < time }
        }
    }

    /// What a process that lived on has recorded, it has handed over; unless there was room for the record only when the
    /// attempt was over.
    fileprivate func neverHandedOver() -> [Violation] {
        let handed = Set(handOvers.filter { !$0.isProbe }.map(\.intent.id))
        return intended.flatMap { id, intents in
            intents.filter { intent in
                !cutShort.contains(intent.life) && !handed.contains(id) && begun[id.run]?.isDrill == false
                    && !isKnownUnsent(id, after: intent.moment) && intent.moment.time < intent.attempt.deadline
            }
            .map {
                violation(11, "\(name(id)) is recorded, and never handed over", at: $0.moment)
            }
        }
    }
}

extension StepState {
    /// Whether something has to come yet. A measure that is in force without an end may be.
    fileprivate var isUnderWay: Bool {
        switch self {
        case .intent, .retrying, .probing, .asking, .queued: true
        case .waiting(let until): until != nil
        case .ready, .open, .held, .ok, .sent, .rehearsed, .joined, .done, .skipped, .failed, .exhausted, .inDoubt:
            false
        }
    }
}
