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
    /// What the guards look at besides the run.
    let surroundings: GuardSurroundings
    var run: Run
    var lane: Lane
    /// The last number that was drawn for the device.
    var fence: Int
    var limits: LimitWindows
    /// When the latest hold of all runs came.
    var latestHold: Instant?
    var turn: Turn
    /// The steps whose state changed, each once.
    private(set) var changedSteps: [Step.Index] = []
    /// What let the device in, of which the other runs are to know.
    var lifts: [Lift] = []
    /// Whether something is about to let the device in, or may have done so: what others have proven counts no more.
    var mayLetIn = false
    /// Whether the device is in again without a person's word, or was left: over a limit, to another run when a measure's time
    /// was over, or to one of higher severity. The next alarm opens an incident.
    var endsWindow = false
    private var hasNewPhase = false

    init(
        rules: Rules,
        now: Instant,
        surroundings: GuardSurroundings,
        run: Run,
        lane: Lane,
        fence: Int,
        limits: LimitWindows,
        latestHold: Instant?,
        turn: Turn
    ) {
        self.rules = rules
        self.now = now
        self.surroundings = surroundings
        self.run = run
        self.lane = lane
        self.fence = fence
        self.limits = limits
        self.latestHold = latestHold
        self.turn = turn
    }

    /// How far a sequence of steps has come.
    enum Progress: Equatable {
        case done
        /// Done, and an `end` said that nothing comes after it.
        case ended
        /// Something is under way; its outcome or a timer brings the run back here.
        case working
        case held
        case stopped(at: Step.Index)
    }

    /// Goes on until something must be waited for.
    mutating func proceed() {
        walkReleases()
        while true {
            switch run.phase {
            case .main:
                switch walk(run.playbook.main) {
                case .working: return
                case .held: close(.held)
                case .stopped: close(run.isDrill ? .drilled : .stopped)
                case .done, .ended: close(run.outcomeWhenDone)
                }
            case .clearing(let lettingIn):
                if lettingIn { letIn() }
                guard walk(run.playbook.main) != .working else { return }
                if lettingIn { letIn() }
                close(run.outcomeWhenDone)
            case .closing(.contained) where isLetIn:
                tellAgain(onlyWords: true)
                enter(.closing(run.outcomeWhenDone))
                record(.runClosing, outcome: run.outcomeWhenDone.text)
            case .closing(let outcome):
                guard walkAlways(run.playbook.always) else { return }
                rest(outcome)
            case .inForce(.contained) where isLetIn:
                enter(.inForce(run.outcomeWhenDone))
                record(.runInForce, outcome: run.outcomeWhenDone.text)
            case .inForce where !run.hasMeasures:
                end()
            case .waitingForPerson, .inForce, .ended:
                return
            }
        }
    }

    /// Whether a part of what contained the device is being taken back, or was; or what proved it counts no more.
    var isLetIn: Bool { run.outcomeWhenDone != .contained }

    // MARK: - Sequences

    mutating func walk(_ sequence: [Step.Index]) -> Progress {
        for index in sequence {
            let progress = progress(of: index)
            guard progress == .done else { return progress }
        }
        return .done
    }

    /// Each of the `always` steps has its chance, whatever becomes of the one before.
    mutating func walkAlways(_ sequence: [Step.Index]) -> Bool {
        for index in sequence {
            let step = run.playbook[index]
            let isStale = run[index].isStale && isBetweenAttempts(step)
            // That command must not land after what it takes back is done once more.
            if isStale || run[index].state == .ready, run.isTakingBack(step) { return false }
            if isStale { resetAll(step) } else { tellAnew(within: step) }
            if progress(of: index) == .working { return false }
        }
        return true
    }

    mutating func progress(of index: Step.Index) -> Progress {
        let step = run.playbook[index]
        move(step)
        if isHeld(step) { return .held }
        let state = run[index].state
        guard state.isClosed else { return .working }
        // An `end` within it ends the playbook also where something beside that failed, which is put up with.
        if ends(step), !state.isFailure || step.onFailure != .stop { return .ended }
        guard state.isFailure else { return .done }
        switch step.onFailure {
        case .stop:
            return .stopped(at: index)
        case .continue:
            return .done
        case .goTo(let target):
            jump(from: index, to: target)
            return .done
        }
    }

    /// Begins the step, or takes it on, as far as it goes now.
    private mutating func move(_ step: Step) {
        if case .ready = run[step.index].state { begin(step) }
        switch run[step.index].state {
        case .open(let opening, let until): join(step, opening, until: until)
        case .waiting(let until?) where until <= now: endWait(step)
        case .asking(let until): decide(step, until: until)
        case .ready, .waiting, .queued, .held, .intent, .retrying, .probing, .ok, .sent, .rehearsed, .joined, .done,
            .skipped,
            .failed, .exhausted, .inDoubt:
            break
        }
    }

    func ends(_ step: Step) -> Bool {
        switch step.body {
        case .end: if case .done = run[step.index].state { true } else { false }
        // It ends its own list, and not that of its caller.
        case .call: false
        case .action, .wait, .approval, .set, .fail, .release: false
        case .parallel, .group, .choose, .loop: endsFromWithin(step)
        }
    }

    /// Also where its time was over before what stood beside the `end` was.
    private func endsFromWithin(_ step: Step) -> Bool {
        let state = run[step.index].state
        if case .joined(let joined) = state { return joined.ends }
        let isCutShort = if case .failed = state { true } else { state == .skipped(.timedOut) }
        return isCutShort && step.children.contains { hasEnd($0) }
    }

    /// What stands between is passed over, and so is all that is within it.
    private mutating func jump(from index: Step.Index, to target: Step.Index) {
        for position in (index.position + 1)..<max(index.position + 1, target.position) {
            skip(run.playbook.steps[position], .jumpedOver)
        }
    }

    /// A step that has not begun, and all that is within it.
    mutating func skip(_ step: Step, _ reason: SkipReason) {
        guard case .ready = run[step.index].state else { return }
        settle(step.index, .skipped(reason), .stepSkipped)
        for child in step.children { skip(run.playbook[child], reason) }
    }

    // MARK: - Ending a run

    private mutating func close(_ outcome: RunOutcome) {
        if outcome == .nothingDone, run.wasOverLimit { endsWindow = true }
        enter(.closing(outcome))
        record(.runClosing, outcome: outcome.text)
        guard let member = run.crowd, surroundings.crowd.contains(member.key.cause) else { return }
        // What a limit holds midway leaves a device half done, of which nobody knows from the others.
        guard member.key.cause != .limit || !run.hasTouchedDevice else { return }
        for index in run.playbook.always {
            let step = run.playbook[index]
            if run[index].isStale, isBetweenAttempts(step) { resetAll(step) }
            skip(step, .toldAlready)
        }
    }

    /// What is held stays so, for a reason of which people are to hear. Nothing but words begins.
    mutating func tellThatHeld() {
        switch run.phase {
        case .closing(.held), .waitingForPerson(.held):
            tellAgain(onlyWords: true)
            close(.held)
        case .main, .clearing, .closing, .waitingForPerson, .inForce, .ended: break
        }
    }

    private mutating func rest(_ outcome: RunOutcome) {
        let outcome = outcome.needsPerson || !isHeldInAlways ? outcome : .held
        if outcome.needsPerson {
            enter(.waitingForPerson(outcome))
            record(.runPaused, outcome: outcome.text)
            return
        }
        run.ended = now
        // Also where all of them ended meanwhile: one that could not be taken back needs a person.
        guard run.hadMeasures else {
            enter(.ended(outcome))
            record(.runEnded, outcome: outcome.text)
            return
        }
        enter(.inForce(outcome))
        record(.runInForce, outcome: outcome.text)
    }

    /// Whether a guard holds what would tell of the outcome. A drill tells nobody.
    private var isHeldInAlways: Bool {
        !run.isDrill && run.playbook.always.contains { isHeld(run.playbook[$0]) }
    }

    /// Everything that was to be taken back has been, or could not be.
    private mutating func end() {
        let isReleased = run.playbook.releases.allSatisfy { !run[$0].state.isFailure }
        if !isReleased { run.ended = nil }
        // What another run has in force, or a person left as it is, was not taken back.
        let isUndone = run.playbook.releases.compactMap { run.measure(of: $0)?.state }.allSatisfy { $0 == .released }
        let before = run.phase.outcome ?? .actedNotVerified
        let outcome: RunOutcome = !isReleased ? .stopped : isUndone ? .released : before
        enter(isReleased ? .ended(outcome) : .waitingForPerson(outcome))
        record(isReleased ? .runEnded : .runPaused, outcome: outcome.text)
    }

    // MARK: - Writing down

    mutating func enter(_ phase: Run.Phase) {
        run.phase = phase
        hasNewPhase = true
    }

    mutating func enter(_ index: Step.Index, _ state: StepState) {
        if state.hold != run[index].state.hold { run[index].holdCame = state.hold == nil ? nil : momentOfHold() }
        countHeldBack(index)
        run[index].state = state
        if state.isClosed { run[index].closed = now }
        if !changedSteps.contains(index) { changedSteps.append(index) }
    }

    /// Later than that of every hold before it, also where several come at one time, or the clock was set back: a list of holds
    /// is told by the latest that is on it.
    private mutating func momentOfHold() -> Instant {
        let moment = latestHold.map { max(now, $0 + .nanoseconds(1)) } ?? now
        latestHold = moment
        return moment
    }

    /// Whether there is something to keep of it.
    var hasChanged: Bool { hasNewPhase || !changedSteps.isEmpty }

    /// Hands everything that changed to the turn, as one compare-and-set.
    mutating func finishTurn() {
        guard hasChanged else { return }
        run.revision += 1
        turn.changes.append(.advanced(run, steps: changedSteps))
        for index in run.playbook.releases where changedSteps.contains(index) {
            if let measure = run.measure(of: index) { turn.changes.append(.measure(measure)) }
        }
    }

    /// Closes a step and says so in the audit log.
    mutating func settle(
        _ index: Step.Index,
        _ state: StepState,
        _ action: AuditAction,
        outcome: String? = nil,
        detail: String? = nil
    ) {
        precondition(state.isClosed, "a step is settled when it is closed")
        if case .clearing = run.phase, state.isFailure, !run.playbook.releases.contains(index) {
            run[index].isCalledOff = true
        }
        // Of one that is given up, or left to another run, nothing is on its way.
        let wasUnderWay = run[index].state.isUnderWay
        enter(index, state)
        if wasUnderWay, run.mayBeLettingIn(index) { noteLettingIn(index) }
        let reason: String? = if case .skipped(let reason) = state { reason.text } else { nil }
        let evidence = state.completion.map { Digest(of: $0.evidence.utf8) }
        let words = detail ?? state.error?.reason ?? reason ?? ""
        record(action, index, outcome: outcome, detail: words, evidence: evidence)
        armRelease(of: index)
    }
}
