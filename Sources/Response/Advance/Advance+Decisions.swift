import Domain
import Ledger
public import Playbooks

// What a person says about a step: one that asks, one that a guard holds, or one at which the run stopped.
extension Advance {
    /// Why a person's decision does not count, if it does not.
    static func objection(to decision: Decision, on run: Run) -> OperatorError? {
        let attempted = "decide about step '\(decision.step)' of run \(run.id)"
        guard let step = run.playbook.steps.first(where: { $0.path == decision.step }) else {
            let remedy = "name one of its steps: 'cordon incidents show' lists them"
            return OperatorError(attempted: attempted, reason: "there is no such step", remedy: remedy)
        }
        guard run.waitsForPerson(at: step) else {
            return OperatorError(
                attempted: attempted,
                reason: "it waits for no person: it is \(run[step.index].state.text)",
                remedy: run[step.index].state.isStopped
                    ? "it is stopped: 'cordon resume' lets it go on" : "see 'cordon holds'"
            )
        }
        if let cause = decision.cause, run[step.index].state.holdForPerson?.cause != cause {
            let words = run[step.index].state.holdForPerson.map { "held: \($0.explanation)" }
            return OperatorError(
                attempted: attempted,
                reason: "it is not held by '\(cause.rawValue)': it is \(words ?? run[step.index].state.text)",
                remedy: "look again: 'cordon holds'"
            )
        }
        return objection(to: decision, step, on: run, attempted)
    }

    private static func objection(
        to decision: Decision,
        _ step: Step,
        on run: Run,
        _ attempted: String
    ) -> OperatorError? {
        // Two pairs of eyes: whoever asked for it does not agree to it.
        guard decision.by.name != run.startedBy.name else {
            let reason = "\(decision.by.name) started this run, so somebody else has to agree"
            return OperatorError(attempted: attempted, reason: reason, remedy: "ask a colleague")
        }
        let isAsking = if case .asking = run[step.index].state { true } else { false }
        guard !isAsking || !run[step.index].grants.contains(where: { $0.name == decision.by.name }) else {
            let reason = "\(decision.by.name) has agreed already, and counts once"
            return OperatorError(attempted: attempted, reason: reason, remedy: "ask a colleague")
        }
        guard let group = step.policy?.group, !decision.groups.contains(group) else { return nil }
        return OperatorError(
            attempted: attempted,
            reason: "\(decision.by.name) is not of the group '\(group)'",
            remedy: "ask somebody who is"
        )
    }

    /// - Precondition: there is no objection.
    mutating func take(_ decision: Decision) {
        guard let step = run.playbook.steps.first(where: { $0.path == decision.step }) else {
            preconditionFailure("there is no objection")
        }
        switch (run[step.index].state, decision.agrees) {
        case (.asking(let until), true): grant(step, until: until, decision)
        case (.asking, false): refuse(step, decision)
        case (.held(let hold), true): pass(step, hold, decision)
        case (_, true): sendAnew(step, decision)
        case (_, false): giveUp(at: step, decision)
        }
        proceed()
    }

    // MARK: - Holds

    /// The guard's cause no longer holds this run. Other causes are still asked about.
    private mutating func pass(_ step: Step, _ hold: Hold, _ decision: Decision) {
        let waiver = Waiver(hold)
        run[step.index].waived.append(waiver)
        enter(step.index, .ready)
        record(.holdApproved, step.index, by: decision.by, outcome: hold.cause.rawValue, detail: decision.reason)
        // Its other branches were held for the same, and nobody is asked twice. Those of `always` have their turn when there
        // is something to tell anew, and to let them tell does not let the run act.
        let isTelling = run.playbook.tells(step)
        for other in run.playbook.steps where run[other.index].state.holdForPerson.map(waiver.covers) ?? false {
            guard run.playbook.tells(other) == isTelling else { continue }
            enter(other.index, .ready)
            record(.guardLifted, other.index, detail: "approved with step '\(step.path)'")
        }
        goOn(from: step)
    }

    /// Nothing more begins in the run.
    private mutating func giveUp(at step: Step, _ decision: Decision) {
        let reason = decision.sentence("refused")
        record(.holdRejected, step.index, by: decision.by, detail: reason)
        if run.playbook.releases.contains(step.index) {
            settle(step.index, .skipped(.notApproved(reason)), .stepSkipped)
            return restWithoutRelease()
        }
        // What only tells of an end is left unsaid, and nothing else is ended by that.
        if run.playbook.tells(step) {
            settle(step.index, .skipped(.notApproved(reason)), .stepSkipped)
            record(.guardLifted, step.index, detail: "the run goes on without it")
            return goOn(from: step)
        }
        for index in run.playbook.main { cut(run.playbook[index], .notApproved(reason)) }
        if run.phase.outcome != nil { tellAgain() }
        enter(.clearing(lettingIn: false))
    }

    private var needsPersonBesideReleases: Bool {
        run.stopsInMain || (run.playbook.main + run.playbook.always).contains { isHeld(run.playbook[$0]) }
    }

    /// A measure stays as it is, and nobody waits for it. What else needs a person still does.
    private mutating func restWithoutRelease() {
        let isStuck = run.playbook.releases.contains { run[$0].state.isFailure }
        guard case .waitingForPerson(.stopped) = run.phase, !isStuck, !run.stopsInMain else { return }
        run.ended = now
        enter(.inForce(.actedNotVerified))
        record(.runInForce, outcome: RunOutcome.actedNotVerified.text)
    }

    // MARK: - Sending anew

    /// A person looked, and says that the step is to be done once more: with a new key, so that receivers take it.
    private mutating func sendAnew(_ step: Step, _ decision: Decision) {
        record(.stepAnew, step.index, by: decision.by, outcome: run[step.index].state.text, detail: decision.reason)
        if run.playbook.releases.contains(step.index) {
            reset(step)
            enter(step.index, .waiting(until: now))
            run.ended = nil
            // What else needs a person still does.
            if let outcome = run.phase.outcome, needsPersonBesideReleases {
                return record(.runPaused, outcome: outcome.text)
            }
            enter(.inForce(.actedNotVerified))
            return record(.runInForce, outcome: RunOutcome.actedNotVerified.text)
        }
        reset(step)
        for index in run.playbook.releases where run.playbook[index].takesBack(step) { keepForLater(index) }
        reopen(around: step)
        goOnInMain()
    }

    /// The release of a step that is sent anew: what it did, or may have done before, is not taken back now.
    private mutating func keepForLater(_ release: Step.Index) {
        let state = run[release].state
        let mayBeInForce = state.isWaiting || state.isFailure
        guard mayBeInForce || state.isClosed else { return }
        reset(run.playbook[release])
        record(.stepReopened, release)
        guard mayBeInForce else { return }
        enter(release, .waiting(until: .distantFuture))
        record(.stepWaiting, release, detail: run.playbook.endOfMeasures)
    }

    /// What stands around a step was closed by its failure.
    private mutating func reopen(around step: Step) {
        for outer in run.playbook.steps where outer.children.contains(step.index) {
            guard case .joined(let joined) = run[outer.index].state else { continue }
            enter(outer.index, .open(joined.opening, until: outer.timeout.map { now + $0 }))
            run[outer.index].closed = nil
            record(.stepReopened, outer.index)
            reopen(around: outer)
        }
    }

    /// The run goes on where a step was held.
    mutating func goOn(from step: Step) {
        if run.playbook.isInAlways(step) { goOnInAlways() } else { goOnInMain() }
    }

    /// What tells of the outcome was held itself. What stands beside it has told already.
    private mutating func goOnInAlways() {
        let next: RunOutcome
        switch run.phase {
        case .closing(let outcome): next = outcome
        case .waitingForPerson(let outcome):
            let isHeldInMain = run.playbook.main.contains { isHeld(run.playbook[$0]) }
            next = outcome == .held && !isHeldInMain ? run.outcomeWhenDone : outcome
        case .inForce(let outcome): next = outcome
        case .main, .clearing, .ended: return
        }
        enter(.closing(next))
        record(.runClosing, outcome: next.text)
    }

    private mutating func goOnInMain() {
        switch run.phase {
        case .main, .clearing: return
        case .closing, .waitingForPerson, .inForce, .ended:
            tellAgain()
            run.ended = nil
            enter(.main)
        }
    }

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
                run[index].isStale = true
                enter(index, run[index].state)
                record(.stepReopened, index)
            }
        }
    }

    /// Of what does more than tell, the messages that are yet to be tried again. What it has done is not done once more.
    private mutating func tellAgain(within step: Step) {
        guard case .open = run[step.index].state else { return }
        for child in step.children.map({ run.playbook[$0] }) {
            if case .retrying = run[child.index].state, !run.playbook.doesMoreThanTell(child) {
                resetAll(child)
            } else {
                tellAgain(within: child)
            }
        }
    }

    mutating func resetAll(_ step: Step) {
        if run[step.index].state != .ready {
            reset(step)
            record(.stepReopened, step.index)
        }
        for child in step.children { resetAll(run.playbook[child]) }
    }

    private mutating func reset(_ step: Step) {
        var fresh = StepRecord()
        fresh.generation = run[step.index].generation + 1
        fresh.grants = run[step.index].grants
        // Something may have come of it before, whatever becomes of it now.
        fresh.hadUnknownOutcome = run[step.index].mayHaveHadEffect
        run[step.index] = fresh
        enter(step.index, .ready)
    }
}

extension Playbook {
    /// Whether it tells of the outcome: one of the `always` steps, or within one.
    package func isInAlways(_ step: Step) -> Bool { always.contains { holds(step, in: self[$0]) } }

    /// Whether it tells of the end of the run, or of a call.
    func tells(_ step: Step) -> Bool {
        isInAlways(step)
            || steps.contains { outer in
                guard case .call(let call) = outer.body else { return false }
                return call.always.contains { holds(step, in: self[$0]) }
            }
    }

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

    private func holds(_ step: Step, in outer: Step) -> Bool {
        outer.index == step.index || outer.children.contains { holds(step, in: self[$0]) }
    }
}

extension Step {
    fileprivate func takesBack(_ other: Step) -> Bool {
        if case .release(other.index, _) = body { true } else { false }
    }
}

extension StepState {
    var isWaiting: Bool {
        if case .waiting = self { true } else { false }
    }
}

extension Decision {
    /// Such as "ada refused: it is a crane".
    func sentence(_ verb: String) -> String { "\(by.name) \(verb)\(reason.isEmpty ? "" : ": \(reason)")" }
}

extension Run {
    /// Whether a person's word lets a step go on, or ends it.
    public func waitsForPerson(at step: Step) -> Bool {
        let state = self[step.index].state
        switch state {
        case .asking: return true
        case .held: return state.holdForPerson != nil
        case .failed, .exhausted, .inDoubt:
            guard case .waitingForPerson(let outcome) = phase, !isBeingTakenBack(step) else { return false }
            // What cannot be taken back waits for a person also where the run waits for them for another reason.
            return playbook.releases.contains(step.index) || outcome == .stopped && isWhereItStopped(step.index)
        case .ready, .open, .waiting, .queued, .intent, .retrying, .probing, .ok, .sent, .rehearsed, .joined, .done,
            .skipped:
            return false
        }
    }

    /// What is sent anew beside its own release would be taken back by nobody.
    private func isBeingTakenBack(_ step: Step) -> Bool {
        playbook.releases.contains { playbook[$0].takesBack(step) && self[$0].state.isUnderWay }
    }

    /// Whether the failure of the step is why the run came to rest. What was called off is not, but where there is nothing else.
    private func isWhereItStopped(_ index: Step.Index) -> Bool {
        let isAboutReleases = playbook.releases.contains { self[$0].state.isFailure }
        return stopsInMain || isAboutReleases
            ? stoppers.contains(index) && !self[index].isCalledOff : stoppers.contains(index)
    }

    fileprivate var stopsInMain: Bool { stoppers.contains { !self[$0].isCalledOff } }

    private var stoppers: [Step.Index] {
        playbook.main.filter { self[$0].state.isFailure && playbook[$0].onFailure == .stop }.flatMap(stoppersBelow)
    }

    /// Of a step that counts as failed in what it stands in: itself, or what is within it.
    private func stoppersBelow(_ index: Step.Index) -> [Step.Index] {
        guard case .joined(let joined) = self[index].state else { return [index] }
        return joined.failed.flatMap { stoppersBelow($0) }
    }
}
