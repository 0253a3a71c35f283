import CEL
import Domain
import Ledger
import Playbooks

// The first moment of a step.
extension Advance {
    mutating func begin(_ step: Step) {
        run[step.index].began = now
        do throws(OperatorError) {
            guard try isTrue(step.condition, "'if' of step '\(step.path)'", step) else {
                skip(step, .conditionFalse)
                return
            }
            try begin(step, step.body)
        } catch {
            settle(step.index, .failed(attempts: 0, error), .stepFailed)
            for child in step.children { skip(run.playbook[child], .outerFailed) }
        }
    }

    private mutating func begin(_ step: Step, _ body: Step.Body) throws(OperatorError) {
        switch body {
        case .action(let call): try begin(step, call)
        case .parallel, .group: open(step, .all)
        case .choose(let branches): try choose(step, branches)
        case .loop(let loop): try unroll(step, loop)
        case .call(let call): open(step, .inputs(try arguments(of: call, step)))
        case .wait(let wait): try begin(step, wait)
        case .approval(let policy): ask(step, policy, about: "go on")
        case .set(let template):
            let values = try value(of: template, .value, "'set' of step '\(step.path)'", bindings(for: step))
            settle(step.index, .done(output: values), .stepDone)
        case .fail(let template):
            let error = OperatorError(
                attempted: "go on after step '\(step.path)'",
                reason: try sentence(template, step),
                remedy: "the playbook ends here by intent; see what led to it"
            )
            settle(step.index, .failed(attempts: 0, error), .stepFailed)
        case .end(let template):
            let reason = try sentence(template, step)
            settle(step.index, .done(output: .string(reason)), .stepDone, detail: reason)
        case .release: preconditionFailure("a release begins when it is due")
        }
    }

    mutating func open(_ step: Step, _ opening: Opening) {
        enter(step.index, .open(opening, until: step.timeout.map { now + $0 }))
    }

    func isTrue(_ condition: Program?, _ what: @autoclosure () -> String, _ step: Step) throws(OperatorError) -> Bool {
        guard let condition else { return true }
        do throws(EvaluationError) {
            return try condition.evaluate(bindings(for: step)) == .bool(true)
        } catch {
            throw OperatorError(
                attempted: "decide \(what())",
                reason: error.message,
                remedy: "guard the field with has(…), or correct the condition: \(condition.source)"
            )
        }
    }

    private func sentence(_ template: Template, _ step: Step) throws(OperatorError) -> String {
        let text = try value(of: template, .text, "the reason of step '\(step.path)'", bindings(for: step))
        guard case .string(let text) = text else { preconditionFailure("a text renders to a text") }
        return text
    }

    // MARK: - Actions

    /// Asks the guards, then people, then acts.
    mutating func begin(_ step: Step, _ call: ActionCall) throws(OperatorError) {
        // Where nothing was touched there is nothing to verify.
        if run.isTooOld, call.descriptor.touchesDevice || call.descriptor.provesContainment {
            settle(step.index, .skipped(.eventTooOld), .stepSkipped)
            return
        }
        if let stop = stop(over: step, call) { return hold(step, by: stop) }
        guard !call.descriptor.touchesDevice || passes(guardVerdict(for: step, call), step) else { return }
        guard passes(actionVerdict(for: step, call), step) else { return }
        let key = stepKey(step)
        let request = try render(step, call, key)
        if let policy = policy(for: call), run[step.index].grants.count < policy.people {
            guard run.isDrill else {
                ask(step, policy, about: "carry out \(call.descriptor.name)", request: request.digest)
                return
            }
            record(.guardWouldHold, step.index, detail: "would ask \(policy.askedPeople)", request: request.digest)
        }
        if let other = runBefore(call) ?? runThatOvertakes(call) { return queue(step, behind: other) }
        if call.descriptor.touchesDevice { debit(for: call) }
        if let use = use(of: call) { debit(use) }
        intend(step, call, number: 1, key, request)
    }

    /// Asks the guards about what takes a measure back. Nothing keeps a device from being let in; to cut it off anew is a step
    /// like any other.
    mutating func passesGuards(takingBack step: Step, _ call: ActionCall) -> Bool {
        guard call.descriptor.cutsOff else { return true }
        guard passes(guardVerdict(for: step, call), step) else { return false }
        return passes(actionVerdict(for: step, call), step)
    }

    mutating func debit(takingBack call: ActionCall) {
        guard call.descriptor.cutsOff else { return }
        debit(for: call)
        if let use = use(of: call) { debit(use) }
    }

    /// Settles or holds the step where a guard says no. In a drill it says what would have been, and goes on.
    private mutating func passes(_ verdict: GuardVerdict, _ step: Step) -> Bool {
        switch verdict {
        case .pass:
            return true
        case .skip(let reason):
            settle(step.index, .skipped(reason), .stepSkipped)
            return false
        case .hold(let hold) where run.isDrill:
            run[step.index].wouldHold = run[step.index].wouldHold ?? hold
            record(.guardWouldHold, step.index, detail: hold.explanation)
            return true
        case .hold(let hold):
            enter(step.index, .held(hold))
            record(.guardHeld, step.index, outcome: hold.word, detail: hold.explanation)
            return false
        }
    }

    /// Anew for each step: a window in which many devices are cut off is to count them, whenever each was first asked to slow
    /// down. Of several steps at one moment the first has said it.
    private mutating func debit(for call: ActionCall) {
        guard !isFreeOfLimits(call) else { return }
        let touch = debit(of: call)
        guard !limits.has(touch) else { return }
        limits.debit(touch)
        turn.changes.append(.touch(touch))
    }

    private mutating func debit(_ use: ActionUse) {
        limits.debit(use)
        turn.changes.append(.used(use))
    }
}
