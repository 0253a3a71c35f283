import Domain
import Ledger
package import Playbooks

// The kill switch, as a run meets it: no attempt begins while a stop covers it.
extension Advance {
    /// The stop that covers a command of the step, if one does. A drill sends nothing, so nothing stops it.
    func stop(over step: Step, _ call: ActionCall) -> Stop? {
        guard !run.isDrill else { return nil }
        return surroundings.stops.covering(call, of: step, in: run)
    }

    /// Holds a step that has not begun.
    mutating func hold(_ step: Step, by stop: Stop) {
        let hold = Hold(.stopped, stop.explanation(to: run))
        enter(step.index, .held(hold))
        record(.guardHeld, step.index, outcome: hold.word, detail: hold.explanation)
    }

    /// Puts off the next attempt until the stop is lifted, or the lane is free.
    mutating func putOff(_ step: Step, _ hold: PassingHold, after attempt: Attempt, because reason: String) {
        let error = OperatorError(
            attempted: "send step '\(step.path)' again",
            reason: reason,
            remedy:
                "it goes on by itself when that is over, in the time that the step has; 'cordon resume' lifts a stop"
        )
        enter(step.index, .retrying(after: attempt, until: nil, because: error))
        run[step.index].heldSince = now
        record(.guardHeld, step.index, outcome: hold.text, detail: error.reason)
    }

    /// Whatever a stop held or another run, and none does any more, goes on, but for what is too old by now.
    /// - Returns: how many steps that were.
    mutating func goOn() -> Int {
        holdOtherwise()
        let releases = run.playbook.releases.filter { run[$0].state.isWaiting }
        let freed = run.playbook.steps.filter { step in
            guard let call = step.call, run[step.index].state.isPutOff, stop(over: step, call) == nil else {
                return false
            }
            // What was only held begins, and takes its place in the line; an attempt that is due goes at once or not at all.
            if case .held = run[step.index].state { return true }
            return runBefore(call) == nil && runThatOvertakes(call) == nil
        }
        for step in freed { free(step) }
        proceed()
        // What tells of an outcome that will be another one has its turn later.
        for step in freed where run[step.index].state == .ready { record(.stepReopened, step.index) }
        let begun = releases.filter { !run[$0].state.isWaiting && run[$0].state.hold == nil }
        return freed.count { run[$0.index].state.hold == nil } + begun.count
    }

    /// What another stop holds now says which.
    private mutating func holdOtherwise() {
        for step in run.playbook.steps {
            guard case .held(let hold) = run[step.index].state, hold.cause == .stopped, let call = step.call,
                let stop = stop(over: step, call), stop.explanation(to: run) != hold.explanation
            else { continue }
            self.hold(step, by: stop)
        }
    }

    private mutating func free(_ step: Step) {
        guard case .retrying(let attempt, _, _) = run[step.index].state, let call = step.call else {
            return free(held: step)
        }
        guard !isTooLate(step, call) else { return exhaust(step, attempt, tooLate(step, call)) }
        if leftToOwner(step.index) { return }
        intend(step, call, number: attempt.number + 1, stepKey(step), attempt.request)
    }
}

extension StepState {
    /// Whether it waits for a stop to be lifted or for another run, and for nothing else.
    fileprivate var isPutOff: Bool {
        switch self {
        case .held(let hold): hold.cause == .stopped
        case .retrying(_, let until, _): until == nil
        case .queued: true
        case .ready, .open, .asking, .waiting, .intent, .probing, .ok, .sent, .rehearsed, .joined, .done, .skipped,
            .failed, .exhausted, .inDoubt:
            false
        }
    }

    /// What holds it, if something does.
    public var hold: Hold? {
        if case .held(let hold) = self { hold } else { nil }
    }

    /// The hold that a person may lift, if there is one.
    public var holdForPerson: Hold? { hold.flatMap { $0.cause == .stopped ? nil : $0 } }
}

extension Playbook {
    /// The names of the playbooks that a step is part of: this one, and those whose call it stands in.
    package func owners(of step: Step) -> [String] {
        var names = [name]
        var inputs = frames[step.frame].inputs
        while case .call(let index) = inputs {
            if case .call(let call) = self[index].body { names.append(call.playbook) }
            inputs = frames[self[index].frame].inputs
        }
        return names
    }
}
