package import Domain
import Ledger
package import Playbooks

// What a person says about a step: one that asks, one that a guard holds, or one at which the run stopped.
extension Advance {
    /// Why a person's decision does not count, if it does not.
    static func objection(to decision: Decision, on run: Run) -> OperatorError? {
        let attempted = "decide about step '\(decision.step)' of run \(run.id)"
        guard let step = run.playbook.steps.first(where: { $0.path == decision.step }) else {
            let remedy = "name one of its steps: 'cordon incidents show' lists them"
            return OperatorError(attempted: attempted, reason: "there is no such step", remedy: remedy)
        }
        let state = run[step.index].state
        // What a stop holds nobody lets pass, and it can be refused.
        guard run.waitsForPerson(at: step) || !decision.agrees && state.hold != nil else {
            return OperatorError(
                attempted: attempted,
                reason: "it waits for no person: it is \(state.text)",
                remedy: remedy(for: state)
            )
        }
        if let reason = mistake(in: decision, about: step, on: run) {
            let command = decision.agrees ? run.matter(at: step)?.command(for: run.incident, step.path) : nil
            let remedy = command.map { "where you agree to that: '\($0)'" } ?? "look again: 'cordon holds'"
            return OperatorError(attempted: attempted, reason: reason, remedy: remedy)
        }
        return objection(to: decision, step, on: run, attempted)
    }

    /// How what a person says is not about what the step waits for, if it is not. Who refuses need not say what they have read.
    private static func mistake(in decision: Decision, about step: Step, on run: Run) -> String? {
        let record = run[step.index]
        let failure = record.state.error.map { "\(record.state.text): \($0.reason)" }
        let words = record.state.hold.map { "held: \($0.explanation)" } ?? failure ?? record.state.text
        if let cause = decision.cause, record.state.hold?.cause != cause {
            return "it is not held by '\(cause.rawValue)': it is \(words)"
        }
        if decision.anew, !record.state.isFailure { return "there is nothing to send anew: it is \(words)" }
        guard record.hadCome(by: decision.asOf) else { return "what it waits for came later than that: it is \(words)" }
        guard decision.agrees, let matter = run.matter(at: step), !matter.isMeant(by: decision) else { return nil }
        return "whoever agrees to that says so, and it is no question: it is \(words)"
    }

    /// What to do about a step that waits for no person.
    private static func remedy(for state: StepState) -> String {
        if case .held(let hold) = state {
            return
                "\(hold.explanation): 'cordon resume' lifts a stop, another start a mode, and 'cordon reject' ends the step"
        }
        if case .retrying(_, nil, _) = state {
            return
                "a stop has put it off, or another run on the device: it goes on by itself when that is over, in the "
                + "time that it has; 'cordon holds' shows what is stopped"
        }
        return "see 'cordon holds'"
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
        if run.playbook.releases.contains(step.index) { return passRelease(step, hold, decision) }
        enter(step.index, .ready)
        record(.holdApproved, step.index, by: decision.by, outcome: hold.cause.rawValue, detail: decision.reason)
        // Its other branches were held for the same, and nobody is asked twice. Those of `always` have their turn when there
        // is something to tell anew, and to let them tell does not let the run act.
        let isTelling = run.playbook.tells(step)
        for other in run.playbook.steps where run[other.index].state.holdForPerson.map(waiver.covers) ?? false {
            guard run.playbook.tells(other) == isTelling, !run.playbook.releases.contains(other.index) else { continue }
            enter(other.index, .ready)
            record(.guardLifted, other.index, detail: "approved with step '\(step.path)'")
        }
        goOn(from: step)
    }

    /// What ends that the device was let in is due, and the run stays at rest.
    private mutating func passRelease(_ release: Step, _ hold: Hold, _ decision: Decision) {
        record(.holdApproved, release.index, by: decision.by, outcome: hold.cause.rawValue, detail: decision.reason)
        enter(release.index, .waiting(until: now))
        record(.stepWaiting, release.index, detail: "until now")
        restWithRelease()
    }

    /// Nothing more begins in the run.
    private mutating func giveUp(at step: Step, _ decision: Decision) {
        let reason = decision.sentence("refused")
        record(.holdRejected, step.index, by: decision.by, detail: reason)
        let isStopped = run[step.index].state.hold?.cause == .stopped
        if run.playbook.releases.contains(step.index) {
            settle(step.index, .skipped(.notApproved(reason)), .stepSkipped)
            return restWithoutRelease()
        }
        // What only tells of an end is left unsaid, and nothing else is ended by that. Of what a stop holds nothing is to come,
        // also where it tells of the end of a called playbook: the run would go on after it.
        if run.playbook.tells(step), !isStopped || run.playbook.isInAlways(step) {
            settle(step.index, .skipped(.notApproved(reason)), .stepSkipped)
            // It told of an earlier end, and the run was called off since.
            if case .clearing = run.phase { return }
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
        restInForce()
    }

    /// What could not be taken back is to be, once more, and waits for nobody. What else needs a person still does.
    mutating func restWithRelease() {
        switch run.phase {
        case .waitingForPerson(let outcome) where needsPersonBesideReleases: record(.runPaused, outcome: outcome.text)
        case .waitingForPerson: restInForce()
        case .inForce(let outcome): record(.runInForce, outcome: outcome.text)
        case .main, .clearing, .closing, .ended: break
        }
    }

    private mutating func restInForce() {
        run.ended = now
        enter(.inForce(.actedNotVerified))
        record(.runInForce, outcome: RunOutcome.actedNotVerified.text)
    }

    // MARK: - Sending anew

    /// A person looked, and says that the step is to be done once more: with a new key, so that receivers take it.
    private mutating func sendAnew(_ step: Step, _ decision: Decision) {
        record(.stepAnew, step.index, by: decision.by, outcome: run[step.index].state.text, detail: decision.reason)
        if run.playbook.releases.contains(step.index) {
            makeDueAgain(step.index)
            return restWithRelease()
        }
        startOver(step)
        reopen(around: step)
        goOnInMain()
    }

    /// A release that failed.
    mutating func makeDueAgain(_ release: Step.Index) {
        reset(run.playbook[release])
        record(.stepReopened, release)
        enter(release, .waiting(until: now))
        record(.stepWaiting, release, detail: "until now")
    }

    private mutating func startOver(_ step: Step) {
        reset(step)
        for index in run.playbook.releases where run.playbook[index].takesBack(step) { keepForLater(index) }
        for child in step.children { renew(run.playbook[child]) }
        // It comes to another end, of which it tells anew.
        guard case .call(let call) = step.body else { return }
        for index in call.always { resetAll(run.playbook[index]) }
    }

    /// In a step that is sent anew, whatever failed has its turn again, and whatever was passed over: its list would else take
    /// that for done. What was done stays done, what people refused stays refused, and what an `end` left out stays out. A
    /// doubt stays, too: a person decides about each by itself.
    /// - Returns: whether something of it is to come.
    @discardableResult private mutating func renew(_ step: Step) -> Bool {
        switch run[step.index].state {
        case .joined(let joined):
            let renewed = joined.failed.filter { renew(run.playbook[$0]) }
            guard !renewed.isEmpty else { return false }
            reopen(step, joined)
            return true
        case .skipped(.notApproved), .skipped(.ended):
            return false
        case .skipped:
            // Whoever agreed to it, agreed then.
            run[step.index].grants = []
        case .failed, .exhausted:
            break
        case .ready, .open, .asking, .waiting, .queued, .held, .intent, .retrying, .probing, .ok, .sent, .rehearsed,
            .done, .inDoubt:
            return false
        }
        record(.stepReopened, step.index)
        startOver(step)
        return true
    }

    /// The release of a step that is sent anew: what it did, or may have done before, is not taken back now.
    mutating func keepForLater(_ release: Step.Index) {
        let state = run[release].state
        let mayBeInForce = state.isWaiting || state.isFailure || state.hold != nil
        guard mayBeInForce || state.isClosed else { return }
        reset(run.playbook[release])
        record(.stepReopened, release)
        guard mayBeInForce else { return }
        enter(release, .waiting(until: nil))
        record(.stepWaiting, release, detail: run.playbook.endOfMeasures)
    }

    /// What stands around a step was closed by its failure.
    mutating func reopen(around step: Step) {
        for outer in run.playbook.steps where outer.children.contains(step.index) {
            guard case .joined(let joined) = run[outer.index].state else { continue }
            reopen(outer, joined)
            reopen(around: outer)
        }
    }

    private mutating func reopen(_ step: Step, _ joined: Joined) {
        enter(step.index, .open(joined.opening, until: step.timeout.map { now + $0 }))
        run[step.index].closed = nil
        record(.stepReopened, step.index)
    }

    /// The run goes on where a step was held.
    mutating func goOn(from step: Step) {
        if run.playbook.isInAlways(step) { goOnInAlways() } else { goOnInMain() }
    }

    /// What tells of the outcome was held itself. What stands beside it has told already.
    mutating func goOnInAlways() {
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

    mutating func resetAll(_ step: Step) {
        if run[step.index].state != .ready {
            reset(step)
            record(.stepReopened, step.index)
        }
        for child in step.children { resetAll(run.playbook[child]) }
    }

    private mutating func reset(_ step: Step) {
        // That it was taken back is said here: from now on there is no measure to say it of.
        if let measure = run.measure(of: step.index) { turn.changes.append(.measure(measure)) }
        var fresh = StepRecord()
        fresh.generation = run[step.index].generation + 1
        fresh.grants = run[step.index].grants
        fresh.heldBack = run[step.index].heldBack
        // Something may have come of it before, whatever becomes of it now.
        fresh.hadUnknownOutcome = run[step.index].mayHaveHadEffect
        run[step.index] = fresh
        enter(step.index, .ready)
    }
}

extension Playbook {
    /// Whether it tells of the outcome: one of the `always` steps, or within one.
    package func isInAlways(_ step: Step) -> Bool { always.contains { contains(step, in: self[$0]) } }

    /// Whether it tells of the end of the run, or of a call.
    func tells(_ step: Step) -> Bool {
        isInAlways(step)
            || steps.contains { outer in
                guard case .call(let call) = outer.body else { return false }
                return call.always.contains { contains(step, in: self[$0]) }
            }
    }

    /// Whether it is the other one, or stands in it.
    func contains(_ step: Step, in outer: Step) -> Bool {
        outer.index == step.index || outer.children.contains { contains(step, in: self[$0]) }
    }
}

extension Step {
    func takesBack(_ other: Step) -> Bool {
        if case .release(other.index, _) = body { true } else { false }
    }
}

extension StepState {
    var isWaiting: Bool {
        if case .waiting = self { true } else { false }
    }

    /// Whether it waits, and goes on waiting after this time.
    package func isWaiting(beyond time: Instant) -> Bool {
        if case .waiting(let until) = self { until.map { $0 > time } ?? true } else { false }
    }
}

extension Decision {
    /// Such as "ada refused: it is a crane".
    func sentence(_ verb: String) -> String { "\(by.name) \(verb)\(reason.isEmpty ? "" : ": \(reason)")" }
}
