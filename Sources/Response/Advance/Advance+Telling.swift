import Domain
import Ledger
import Playbooks

// What tells of an outcome that is another one by now: it is told anew, and its old words are not sent again.
extension Advance {
    /// The `always` steps tell of an outcome that will be another one. What is under way is awaited first; what is only to be
    /// tried again is not. `onlyWords` where nothing else is to be done once more.
    mutating func tellAgain(onlyWords: Bool = false) {
        for index in run.playbook.always where run[index].state != .ready {
            if onlyWords, run.playbook.doesMoreThanTell(run.playbook[index]) {
                tellAgain(within: run.playbook[index])
                continue
            }
            if isBetweenAttempts(run.playbook[index]) {
                resetAll(run.playbook[index])
            } else {
                markStale(index)
            }
        }
    }

    /// Of what does more than tell, the messages that are under way or yet to be tried again. What it has done is not done once
    /// more.
    private mutating func tellAgain(within step: Step) {
        guard case .open = run[step.index].state else { return }
        for child in step.children.map({ run.playbook[$0] }) {
            if case .retrying = run[child.index].state, !run.playbook.doesMoreThanTell(child) {
                resetAll(child)
            } else if isMessageUnderWay(child) {
                markStale(child.index)
            } else {
                tellAgain(within: child)
            }
        }
    }

    private func isMessageUnderWay(_ step: Step) -> Bool {
        guard case .intent = run[step.index].state, let call = step.call else { return false }
        return !call.descriptor.listens && !run.playbook.doesMoreThanTell(step)
    }

    private mutating func markStale(_ index: Step.Index) {
        run[index].isStale = true
        enter(index, run[index].state)
        record(.stepReopened, index)
    }

    /// Within a step that does more than tell: whatever was under way when its words became old, and is so no more, is told anew.
    mutating func tellAnew(within step: Step) {
        guard run[step.index].state.isOpenOrJoined else { return }
        for child in step.children.map({ run.playbook[$0] }) {
            if run[child.index].isStale, isBetweenAttempts(child) {
                resetAll(child)
                reopen(around: child)
            } else {
                tellAnew(within: child)
            }
        }
    }

    /// Whether it is a message whose words are old, or stands in such a step: it is told anew when its turn comes.
    func isOutdated(_ step: Step) -> Bool {
        guard !run.playbook.doesMoreThanTell(step) else { return false }
        return run.playbook.steps.contains { run[$0.index].isStale && run.playbook.contains(step, in: $0) }
    }

    /// What became of it nobody knows, and it is told anew in any case.
    mutating func leaveUntold(_ step: Step, _ attempt: Attempt, _ error: OperatorError) {
        enter(step.index, .retrying(after: attempt, until: now, because: error))
        record(.stepRetry, step.index, outcome: AttemptEnd.unknown.text, detail: error.reason)
    }
}

extension StepState {
    fileprivate var isOpenOrJoined: Bool {
        switch self {
        case .open, .joined: true
        case .ready, .asking, .waiting, .queued, .held, .intent, .retrying, .probing, .ok, .sent, .rehearsed, .done,
            .skipped, .failed, .exhausted, .inDoubt:
            false
        }
    }
}

extension Playbook {
    /// Whether something within it acts on the device, lets it in or is a proof, or is not known to be harmless twice.
    fileprivate func doesMoreThanTell(_ step: Step) -> Bool {
        if let descriptor = step.call?.descriptor,
            descriptor.touchesDevice || descriptor.liftsContainment || descriptor.provesContainment
                || !descriptor.receiver.takesRepeats
        {
            return true
        }
        return step.children.contains { doesMoreThanTell(self[$0]) }
    }
}
