import Domain
import Ledger
import Playbooks

// The kill switch, as a run meets it: no attempt begins while a stop covers it.
extension Advance {
    /// The stop that covers a command of the step, if one does. A drill sends nothing, so nothing stops it.
    func stop(over step: Step, _ call: ActionCall) -> Stop? {
        guard !run.isDrill else { return nil }
        return surroundings.stops.covering(
            call.descriptor.name,
            of: run.playbook.owners(of: step),
            to: run.device
        )
    }

    /// Holds a step that has not begun.
    mutating func hold(_ step: Step, by stop: Stop) {
        let hold = Hold(.stopped, stop.explanation)
        enter(step.index, .held(hold))
        record(.guardHeld, step.index, detail: hold.explanation)
    }

    /// Puts off the next attempt until the stop is lifted.
    mutating func putOff(_ step: Step, after attempt: Attempt, by stop: Stop) {
        let error = OperatorError(
            attempted: "send step '\(step.path)' again",
            reason: stop.explanation,
            remedy: "'cordon resume' lets it go on"
        )
        enter(step.index, .retrying(after: attempt, until: .distantFuture, because: error))
        record(.guardHeld, step.index, detail: error.reason)
    }

    /// Whatever a stop held, and none holds any more, goes on.
    /// - Returns: how many steps that were.
    mutating func goOnAfterStop() -> Int {
        let freed = run.playbook.steps.filter { step in
            guard let call = step.call, run[step.index].state.isStopped else { return false }
            return stop(over: step, call) == nil
        }
        for step in freed { free(step) }
        proceed()
        return freed.count
    }

    private mutating func free(_ step: Step) {
        guard case .retrying(let attempt, _, _) = run[step.index].state, let call = step.call else {
            return enter(step.index, .ready)
        }
        intend(step, call, number: attempt.number + 1, attempt.request)
    }
}

extension StepState {
    /// Whether the lifting of a stop lets it go on.
    var isStopped: Bool {
        switch self {
        case .held(let hold): hold.cause == .stopped
        case .retrying(_, let until, _): until == .distantFuture
        case .ready, .open, .asking, .waiting, .intent, .probing, .ok, .sent, .rehearsed, .joined, .done, .skipped,
            .failed, .exhausted, .inDoubt:
            false
        }
    }

    /// The hold that a person may lift, if there is one.
    public var holdForPerson: Hold? {
        if case .held(let hold) = self, hold.cause != .stopped { hold } else { nil }
    }
}

extension Playbook {
    /// The names of the playbooks that a step is part of: this one, and those whose call it stands in.
    func owners(of step: Step) -> [String] {
        var names = [name]
        var inputs = frames[step.frame].inputs
        while case .call(let index) = inputs {
            if case .call(let call) = self[index].body { names.append(call.playbook) }
            inputs = frames[self[index].frame].inputs
        }
        return names
    }
}
