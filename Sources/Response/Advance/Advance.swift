import CEL
import Domain
import Ledger
import Playbooks

/// One run taken as far as it goes without waiting: the interpreter.
///
/// What to do next is read off the states of the steps each time, so that a run goes on after a restart as it would
/// have without one.
struct Advance {
    let rules: Rules
    let now: Instant
    var run: Run
    var limits: LimitWindows
    var turn: Turn
    /// The steps whose state changed, each once.
    private(set) var changedSteps: [Step.Index] = []
    private var hasNewPhase = false

    init(rules: Rules, now: Instant, run: Run, limits: LimitWindows, turn: Turn) {
        self.rules = rules
        self.now = now
        self.run = run
        self.limits = limits
        self.turn = turn
    }

    /// How far a sequence of steps has come.
    enum Progress: Equatable {
        case done
        /// Something is under way; its outcome or a timer brings the run back here.
        case working
        case held
        case stopped(at: Step.Index)
    }

    /// Goes on until something must be waited for.
    mutating func proceed() {
        while true {
            switch run.phase {
            case .main:
                switch walk(run.playbook.main) {
                case .working: return
                case .held: close(.held)
                case .stopped: close(run.isDrill ? .drilled : .stopped)
                case .done: close(run.outcomeWhenDone)
                }
            case .closing(let outcome):
                guard walkAlways() else { return }
                rest(outcome)
            case .waitingForPerson, .ended:
                return
            }
        }
    }

    // MARK: - Sequences

    private mutating func walk(_ sequence: [Step.Index]) -> Progress {
        for index in sequence {
            let progress = progress(of: index)
            guard progress == .done else { return progress }
        }
        return .done
    }

    /// Each of the `always` steps has its chance, whatever becomes of the one before.
    private mutating func walkAlways() -> Bool {
        for index in run.playbook.always where progress(of: index) == .working { return false }
        return true
    }

    private mutating func progress(of index: Step.Index) -> Progress {
        let step = run.playbook.steps[index.position]
        if case .ready = run[index].state { begin(step) }
        if case .open = run[index].state, let waiting = join(step) { return waiting }
        let state = run[index].state
        if case .held = state { return .held }
        guard state.isClosed else { return .working }
        guard state.isFailure else { return .done }
        switch step.onFailure {
        case .stop:
            return .stopped(at: index)
        case .continue:
            return .done
        case .goTo(let target):
            skip(after: index, before: target)
            return .done
        }
    }

    /// Takes every branch as far as it goes. Closes the step when all are closed; else says what it waits for.
    private mutating func join(_ step: Step) -> Progress? {
        guard case .parallel(let branches) = step.body else { preconditionFailure("only a parallel step is open") }
        let reached = branches.map { progress(of: $0) }
        if reached.contains(.working) { return .working }
        if reached.contains(.held) { return .held }
        let failed = zip(branches, reached).filter { $0.1 != .done }.map(\.0)
        settle(step.index, .joined(failed: failed), failed.isEmpty ? .stepOK : .stepFailed)
        return nil
    }

    private mutating func skip(after index: Step.Index, before target: Step.Index) {
        for position in (index.position + 1)..<max(index.position + 1, target.position) {
            let passed = Step.Index(position)
            guard case .ready = run[passed].state else { continue }
            settle(passed, .skipped(.jumpedOver), .stepSkipped)
        }
    }

    // MARK: - Beginning a step

    private mutating func begin(_ step: Step) {
        run[step.index].began = now
        do throws(OperatorError) {
            guard try isWanted(step) else {
                skip(step)
                return
            }
        } catch {
            settle(step.index, .failed(attempts: 0, error), .stepFailed)
            return
        }
        switch step.body {
        case .parallel:
            enter(step.index, .open)
        case .action(let call):
            begin(step, call)
        }
    }

    /// The branches of a step that is not wanted are not wanted either.
    private mutating func skip(_ step: Step) {
        settle(step.index, .skipped(.conditionFalse), .stepSkipped)
        guard case .parallel(let branches) = step.body else { return }
        for branch in branches { skip(run.playbook.steps[branch.position]) }
    }

    private func isWanted(_ step: Step) throws(OperatorError) -> Bool {
        guard let condition = step.condition else { return true }
        do throws(EvaluationError) {
            return try condition.evaluate(bindings(for: step)) == .bool(true)
        } catch {
            throw OperatorError(
                attempted: "decide 'if' of step '\(step.id)'",
                reason: error.message,
                remedy: "guard the field with has(…), or correct the condition: \(condition.source)"
            )
        }
    }

    private mutating func begin(_ step: Step, _ call: ActionCall) {
        // Where nothing was touched there is nothing to verify.
        if run.isTooOld, call.descriptor.touchesDevice || call.descriptor.provesContainment {
            settle(step.index, .skipped(.eventTooOld), .stepSkipped)
            return
        }
        if call.descriptor.touchesDevice {
            switch guardVerdict() {
            case .pass:
                break
            case .skip(let reason):
                settle(step.index, .skipped(reason), .stepSkipped)
                return
            case .hold(let hold) where run.isDrill:
                run[step.index].wouldHold = hold
                record(.guardWouldHold, step.index, detail: hold.explanation)
            case .hold(let hold):
                enter(step.index, .held(hold))
                record(.guardHeld, step.index, detail: hold.explanation)
                return
            }
        }
        do throws(OperatorError) {
            let request = try render(step, call)
            if call.descriptor.touchesDevice { debit() }
            intend(step, call, number: 1, request)
        } catch {
            settle(step.index, .failed(attempts: 0, error), .stepFailed)
        }
    }

    private mutating func debit() {
        guard !run.hasTouchedDevice else { return }
        let touch = Touch(playbook: run.playbook.name, device: run.device.id, at: now, isDrill: run.isDrill)
        limits.debit(touch)
        turn.changes.append(.touch(touch))
    }

    // MARK: - Ending a run

    private mutating func close(_ outcome: RunOutcome) {
        run.phase = .closing(outcome)
        hasNewPhase = true
        record(.runClosing, outcome: outcome.text)
    }

    private mutating func rest(_ outcome: RunOutcome) {
        run.phase = outcome.needsPerson ? .waitingForPerson(outcome) : .ended(outcome)
        run.ended = outcome.needsPerson ? nil : now
        hasNewPhase = true
        record(outcome.needsPerson ? .runPaused : .runEnded, outcome: outcome.text)
    }

    // MARK: - Writing down

    mutating func enter(_ index: Step.Index, _ state: StepState) {
        run[index].state = state
        if state.isClosed { run[index].closed = now }
        if !changedSteps.contains(index) { changedSteps.append(index) }
    }

    /// Hands everything that changed to the turn, as one compare-and-set.
    mutating func finishTurn() {
        guard hasNewPhase || !changedSteps.isEmpty else { return }
        run.revision += 1
        turn.changes.append(.advanced(run, steps: changedSteps))
    }

    /// Closes a step and says so in the audit log.
    mutating func settle(_ index: Step.Index, _ state: StepState, _ action: AuditAction) {
        precondition(state.isClosed, "a step is settled when it is closed")
        enter(index, state)
        let reason: String? = if case .skipped(let reason) = state { reason.text } else { nil }
        let evidence = state.completion.map { Digest(of: $0.evidence.utf8) }
        record(action, index, detail: state.error?.reason ?? reason ?? "", evidence: evidence)
    }
}
