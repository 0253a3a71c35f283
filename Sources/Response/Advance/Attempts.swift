import CEL
import Domain
import Ledger
import Playbooks

// The step machine: from the first intent to a closed step.
//
//     ready → intent(a) → ok | sent | failed | unknown
//     failed (may help) → retrying → intent(a+1) | exhausted
//     unknown → retrying, same key (pure, idempotent, fenced) | probing (probeable) | in doubt (once)
//     retrying, where the run was called off → exhausted
extension Advance {
    /// T1: state, attempt, key, deadline and the digest of the request become durable in this turn; the effect is
    /// performed after it.
    mutating func intend(_ step: Step, _ call: ActionCall, number: Int, _ key: StepKey, _ request: RenderedRequest) {
        precondition(stop(over: step, call) == nil, "no intent is written under a stop")
        takeLane(for: call)
        let attempt = Attempt(
            number: number,
            key: key,
            fence: number == 1 ? drawFence(for: call) : run[step.index].state.attempt?.fence,
            began: now,
            deadline: now + call.timeout,
            request: request
        )
        run[step.index].isOverruled = false
        // The first attempt says what is so now; those after it say the same.
        if number == 1 { run[step.index].isStale = false }
        if number == 1 { putOffReleases(of: step) }
        enter(step.index, .intent(attempt))
        run[step.index].heldSince = nil
        if run.mayBeLettingIn(step.index) { noteLettingIn(step.index) }
        record(.stepIntent, step.index, request: request.digest)
        turn.effects.append(.perform(intent(step, call, attempt)))
    }

    /// T2. An answer to an attempt that is not awaited any more changes nothing: networks repeat themselves.
    mutating func finish(_ id: IntentID, _ result: AttemptResult) {
        guard case .intent(let attempt) = run[id.step].state, isAwaited(id, attempt) else { return }
        let (step, call) = action(at: id.step)
        switch result {
        case .success(let completion):
            succeed(step, attempt, completion)
        case .failure(.permanent(let error)):
            settle(step.index, .failed(attempts: attempt.number, error), .stepFailed)
        case .failure(.transient(let error, let retryAfter, _)):
            retry(step, call, attempt, .transient, error, after: retryAfter)
        case .failure(.unknownOutcome(let error, let retryAfter)):
            doubt(step, call, attempt, error, retryAfter: retryAfter)
        }
        proceed()
    }

    private func isAwaited(_ id: IntentID, _ attempt: Attempt) -> Bool {
        attempt.number == id.attempt && run[id.step].generation == id.generation
    }

    mutating func finish(_ id: IntentID, probe: ProbeResult) {
        guard case .probing(let attempt, _) = run[id.step].state, isAwaited(id, attempt) else { return }
        let (step, call) = action(at: id.step)
        switch probe {
        case .applied(let completion):
            succeed(step, attempt, completion)
        case .notApplied(let error):
            retry(step, call, attempt, .transient, error, after: nil)
        case .unclear(let error):
            settle(step.index, .inDoubt(attempt, error), .stepUnknown)
        }
        proceed()
    }

    /// A timer of the step is due: a retry's pause is over, or an attempt has outlived its deadline.
    mutating func due(_ index: Step.Index) {
        guard let call = run.playbook[index].call else { return proceed() }
        let step = run.playbook[index]
        switch run[index].state {
        case .retrying(let attempt, let until?, _) where until <= now && !isOutdated(step):
            sendAgain(step, call, after: attempt)
        case .held(let hold) where hold.until.map { $0 <= now } ?? false:
            lookAgain(at: step, hold)
        case .intent(let attempt) where attempt.deadline + Rules.answerGrace <= now:
            doubt(step, call, attempt, noAnswer(step, attempt), retryAfter: nil)
        case .probing(let attempt, let error) where attempt.deadline + Rules.probeGrace <= now:
            settle(step.index, .inDoubt(attempt, error), .stepUnknown)
        case .ready, .open, .asking, .waiting, .queued, .held, .retrying, .intent, .probing, .ok, .sent, .rehearsed,
            .joined,
            .done,
            .skipped, .failed, .exhausted, .inDoubt:
            // What it waits for, if its time is over, the walk finds.
            break
        }
        proceed()
    }

    /// After a restart. "Not sent", "sent" and "answered" look alike then: the receiver's class decides.
    mutating func resume() {
        // It was set aside since, and its messages are not sent again as they are.
        if case .closing(.contained) = run.phase, isLetIn { tellAgain(onlyWords: true) }
        for step in run.playbook.steps {
            guard let call = step.call else { continue }
            switch run[step.index].state {
            case .intent(let attempt):
                resume(step, call, attempt)
            case .probing(let attempt, let error):
                probe(step, call, attempt, error)
            // The clock was set back since: nobody knows how much of the pause is over.
            case .retrying(let attempt, let until?, let error) where attempt.began > now && until > now:
                enter(step.index, .retrying(after: attempt, until: now, because: error))
                let words = "the clock was set back: now"
                record(.stepRetry, step.index, outcome: AttemptEnd.rescheduled.text, detail: words)
            case .ready, .open, .asking, .waiting, .queued, .held, .retrying, .ok, .sent, .rehearsed, .joined, .done,
                .skipped,
                .failed, .exhausted, .inDoubt:
                break
            }
        }
        _ = goOn()
    }

    private mutating func resume(_ step: Step, _ call: ActionCall, _ attempt: Attempt) {
        let error = OperatorError(
            attempted: "learn what became of step '\(step.path)'",
            reason: "the engine stopped between sending it and hearing the answer",
            remedy: "look at the device; if the command did not arrive, run the step again"
        )
        record(.stepResumed, step.index, detail: error.reason)
        // A stop of the engine is not the receiver's failure: it is sent again even where the policy's attempts are used up.
        if run.isDrill || call.descriptor.receiver.takesRepeats {
            run[step.index].hadUnknownOutcome = true
            if isCalledOff(step, call) {
                callOff(step, attempt, error)
            } else if isOutdated(step) {
                leaveUntold(step, attempt, error)
            } else if attempt.number >= call.retry.times + Rules.resumesMax, !call.descriptor.listens {
                exhaust(step, attempt, error)
            } else {
                sendAgain(step, call, after: attempt)
            }
        } else {
            doubt(step, call, attempt, error, retryAfter: nil)
        }
    }

    private mutating func sendAgain(_ step: Step, _ call: ActionCall, after attempt: Attempt) {
        guard !isTooLate(step, call) else { return exhaust(step, attempt, tooLate(step, call)) }
        if leftToOwner(step.index) { return }
        if let stop = stop(over: step, call) {
            return putOff(step, .stopped, after: attempt, because: stop.explanation(to: run))
        }
        if let other = runBefore(call) ?? runThatOvertakes(call) {
            return putOff(step, .queued, after: attempt, because: whatKeepsItBack(other))
        }
        intend(step, call, number: attempt.number + 1, stepKey(step), attempt.request)
    }

    /// The number that stops an older command from landing after this one. Every attempt of a step carries the same.
    private mutating func drawFence(for call: ActionCall) -> Int? {
        guard !run.isDrill, call.descriptor.needsLane else { return nil }
        fence += 1
        turn.changes.append(.fence(run.device.id, fence))
        return fence
    }

    private mutating func succeed(_ step: Step, _ attempt: Attempt, _ completion: Completion) {
        // A release asked before whether the others have it in force.
        if !run.isDrill, !run.playbook.releases.contains(step.index), let lift = step.call.flatMap(Lift.init) {
            lifts.append(lift)
            close([lift], by: run.id)
        }
        switch completion.certainty {
        case .confirmed:
            settle(step.index, .ok(attempt, completion), .stepOK)
            let own = run.isLettingIn(before: step.index) ? run.id : nil
            if let lifter = surroundings.lettingIn ?? own { overrule(step, Self.lettingIn(lifter)) }
        case .sent: settle(step.index, .sent(attempt, completion), .stepSent)
        case .rehearsed:
            let rehearsed = step.call.map { completion.giving(madeUp: $0.usualOutput) } ?? completion
            settle(step.index, .rehearsed(attempt, rehearsed), .stepRehearsed)
        }
    }

    /// The outcome is unknown. Sending again is right only where the receiver can tell a repeat.
    private mutating func doubt(
        _ step: Step,
        _ call: ActionCall,
        _ attempt: Attempt,
        _ error: OperatorError,
        retryAfter: Duration?
    ) {
        run[step.index].hadUnknownOutcome = true
        if call.descriptor.receiver.takesRepeats {
            retry(step, call, attempt, .unknown, error, after: retryAfter)
        } else if rules.action(call).canProbe {
            probe(step, call, attempt, error)
        } else {
            settle(step.index, .inDoubt(attempt, error), .stepUnknown)
        }
    }

    private mutating func probe(_ step: Step, _ call: ActionCall, _ attempt: Attempt, _ error: OperatorError) {
        // A probe has the time of an attempt, from now.
        let awaited = Attempt(
            number: attempt.number,
            key: attempt.key,
            fence: attempt.fence,
            began: attempt.began,
            deadline: now + call.timeout,
            request: attempt.request
        )
        enter(step.index, .probing(awaited, because: error))
        record(.stepProbing, step.index, detail: error.reason)
        turn.effects.append(.probe(intent(step, call, awaited)))
    }

    private mutating func retry(
        _ step: Step,
        _ call: ActionCall,
        _ attempt: Attempt,
        _ end: AttemptEnd,
        _ error: OperatorError,
        after wish: Duration?
    ) {
        let due = now + max(wish ?? .zero, pause(after: attempt, call.retry))
        if isCalledOff(step, call) { return callOff(step, attempt, error) }
        guard attempt.number < call.retry.times, due <= timeIsOver(step, call) else {
            return exhaust(step, attempt, error)
        }
        enter(step.index, .retrying(after: attempt, until: due, because: error))
        record(.stepRetry, step.index, outcome: end.text, detail: error.reason)
    }

    /// Whether the device is to be left alone by now, or let in: what has left may still do something, and is not sent again.
    /// What lets it in is.
    private func isCalledOff(_ step: Step, _ call: ActionCall) -> Bool {
        guard case .clearing = run.phase else { return false }
        return call.descriptor.cutsOff
            && !run.playbook.releases.contains(step.index) && !run.playbook.isInAlways(step)
    }

    /// The last that is done about a step that was sent and is not sent again: a doubt is kept, as any other.
    mutating func callOff(_ step: Step, _ attempt: Attempt, _ error: OperatorError) {
        run[step.index].isCalledOff = true
        let settled = OperatorError(
            attempted: error.attempted,
            reason: "\(error.reason); it was called off, and is not sent again",
            remedy: run[step.index].hadUnknownOutcome
                ? "look at its receiver" : "nothing is to be done: nothing came of it"
        )
        exhaust(step, attempt, settled)
    }

    mutating func exhaust(_ step: Step, _ attempt: Attempt, _ error: OperatorError) {
        let end: AttemptEnd = run[step.index].hadUnknownOutcome ? .unknown : .transient
        settle(step.index, .exhausted(attempt, error), .stepExhausted, outcome: end.text)
    }

    private func timeIsOver(_ step: Step, _ call: ActionCall) -> Instant {
        (run[step.index].began ?? now) + call.overall
    }

    /// Whether the step has had its time in all: what the guards and the playbook knew of the device is too old then. The
    /// engine may have been down, the step stopped, or behind another run. To let a device back in it is never too late.
    func isTooLate(_ step: Step, _ call: ActionCall) -> Bool {
        !run.isDrill && !call.descriptor.liftsContainment && now > timeIsOver(step, call)
    }

    func tooLate(_ step: Step, _ call: ActionCall) -> OperatorError {
        OperatorError(
            attempted: "send step '\(step.path)' again",
            reason: "the time that it has in all, \(call.overall.spoken), was over before it could be",
            remedy: "look at the device; 'cordon approve --anew' sends it once more"
        )
    }

    /// Full jitter: anywhere between zero and a bound that doubles. Drawn from the key, so that a replay draws the same.
    private func pause(after attempt: Attempt, _ policy: RetryPolicy) -> Duration {
        let doublings = min(attempt.number - 1, 40)
        let bound = min(policy.first * Double(UInt64(1) << UInt64(doublings)), policy.max)
        let draw = Digest(ofParts: "jitter", attempt.key.description, "\(attempt.number)").bytes[0..<4]
        let fraction = Double(draw.reduce(0 as UInt32) { $0 << 8 | UInt32($1) }) / Double(UInt32.max)
        return bound * fraction
    }

    private func noAnswer(_ step: Step, _ attempt: Attempt) -> OperatorError {
        OperatorError(
            attempted: "learn what became of step '\(step.path)'",
            reason: "attempt \(attempt.number) brought no answer before its deadline",
            remedy: "look at the device and the connection; raise 'timeout' where the receiver is slow"
        )
    }

    func action(at index: Step.Index) -> (Step, ActionCall) {
        let step = run.playbook[index]
        guard let call = step.call else { preconditionFailure("only an action is attempted") }
        return (step, call)
    }
}

extension ActionDescriptor.Receiver {
    /// Whether a command may be sent again with the same key when nobody knows what became of the first.
    var takesRepeats: Bool {
        switch self {
        case .pure, .idempotent, .fenced: true
        case .probeable, .once: false
        }
    }
}
