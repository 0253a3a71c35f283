import Domain
import Ledger
import Playbooks

// Taking back what was done: when its time is over, or the alarm, or when a person says so.
extension Advance {
    /// Once a step may have done something that is to be taken back, the time of that is set. A drill did nothing.
    mutating func armRelease(of index: Step.Index) {
        guard !run.isDrill, run[index].mayHaveHadEffect, run.playbook[index].call?.leavesMeasure == true else { return }
        for release in run.playbook.releases where run[release].state.mayBeArmed {
            guard case .release(index, _) = run.playbook[release].body else { continue }
            let expires = run.playbook[index].call?.expires
            enter(release, .waiting(until: expires.map { now + $0 }))
            record(.stepWaiting, release, detail: expires.map { "for \($0.spoken)" } ?? run.playbook.endOfMeasures)
        }
    }

    /// What is done once more, as in an `always` list, is in force from now on: it will have to be taken back also where it
    /// was, and for the time that it has. What is to be taken back at once stays so.
    mutating func putOffReleases(of step: Step) {
        for index in run.playbook.releases where run.playbook[index].takesBack(step) {
            let state = run[index].state
            let isDone = state.isClosed && !state.isFailure
            if state.isWaiting(beyond: now) || state.hold != nil || isDone { keepForLater(index) }
        }
    }

    /// Those that are due, one after the other in the order of the playbook, which is the reverse of what was done. One
    /// that fails keeps no other back.
    mutating func walkReleases() {
        guard !run.isTakingBack else { return }
        for index in run.playbook.releases {
            if run.isAwaited(before: index) { return }
            // What is held may be nobody's to do any more.
            if run[index].state.hold != nil, leftToOwner(index) { continue }
            guard case .waiting(let until?) = run[index].state, until <= now,
                case .release(_, let call) = run.playbook[index].body
            else { continue }
            if leftToOwner(index) { continue }
            guard stop(over: run.playbook[index], call) == nil, runBefore(call) == nil else { return }
            begin(index, call)
            if run[index].state.isUnderWay { return }
        }
    }

    /// Leaves a measure as it is where another run has the same in force by now: asked before every attempt to take it back,
    /// as others may have acted between two of them.
    mutating func leftToOwner(_ release: Step.Index) -> Bool {
        if leftIn(release) { return true }
        guard run.playbook.releases.contains(release), let owner = surroundings.owner(of: run.subject(of: release))
        else {
            return false
        }
        // The owner's own end may let the device in, and that ends the owner's window alone.
        noteExpiry(of: release)
        settle(release, .skipped(.stillOwned(by: owner)), .stepSkipped)
        return true
    }

    /// Leaves a device in that was let in for a time, where nothing keeps it off any more. Where a try has cut it off all the
    /// same, or may have, a person looks.
    private mutating func leftIn(_ release: Step.Index) -> Bool {
        guard case .release(_, let inverse) = run.playbook[release].body, !run.letsIn(release) else { return false }
        let subject = MeasureSubject(action: inverse.descriptor.name, connection: inverse.connection)
        guard surroundings.owner(of: subject) == nil, !run.subjectsInForce(at: now).contains(subject),
            !surroundings.isAffectedAside
        else { return false }
        guard run[release].hadUnknownOutcome, let attempt = run[release].state.attempt else {
            settle(release, .skipped(.keptOffByNobody), .stepSkipped)
            return true
        }
        let error = OperatorError(
            attempted: "end that device \(run.device.id) was let in",
            reason: "nothing keeps it off any more, and an earlier try may have cut it off",
            remedy: "look at the device, and let it in where it is off"
        )
        exhaust(run.playbook[release], attempt, error)
        return true
    }

    private mutating func begin(_ index: Step.Index, _ call: ActionCall) {
        noteExpiry(of: index)
        record(.releaseDue, index)
        run[index].began = now
        let step = run.playbook[index]
        guard passesGuards(takingBack: step, call) else { return }
        do throws(OperatorError) {
            let key = stepKey(step)
            let request = try render(step, call, key)
            debit(takingBack: call)
            intend(step, call, number: 1, key, request)
        } catch {
            settle(index, .failed(attempts: 0, error), .stepFailed)
        }
    }

    /// Where the time of what kept the device off is over, the run answers no alarm any more.
    private mutating func noteExpiry(of release: Step.Index) {
        if run.letsIn(release), isExpired(release) { endsWindow = true }
    }

    /// Whether the time of the measure is over, and it was not a person or the end of the alarm that made it due.
    private func isExpired(_ release: Step.Index) -> Bool {
        guard case .waiting(let until?) = run[release].state,
            case .release(let origin, _) = run.playbook[release].body,
            let expires = run.playbook[origin].call?.expires, let closed = run[origin].closed
        else { return false }
        return until >= closed + expires
    }

    /// The monitor says that the alarm is over, or was none.
    mutating func clear(_ event: Event) {
        let cleared = run.playbook.trigger.cleared
        record(.runCleared, detail: "event \(event.key.id), \(event.state.text): \(cleared.text)")
        if cleared == .release { makeDue(run.playbook.releases.filter(run.letsIn)) }
        endMain(.cleared, lettingIn: cleared == .release)
        proceed()
    }

    /// A person takes measures back, now: those, and where they let the device in, what is under way as well. What could not
    /// be taken back is tried again. A run that is still under way begins nothing more.
    mutating func release(_ releases: [Step.Index], by actor: Actor, _ reason: String, lettingIn: Bool) {
        record(.releaseOrdered, by: actor, detail: reason)
        let stuck = releases.filter { run[$0].state.isFailure }
        for release in stuck { makeDueAgain(release) }
        makeDue(releases)
        endMain(.released(by: actor.name), lettingIn: lettingIn)
        if !stuck.isEmpty { restWithRelease() }
        proceed()
    }

    /// Another run is about to let the device in, or has done so, or may have. What this one has proven, or is about to
    /// prove, counts no more; what it had in force of what was lifted is in force no more. What it may have done, and nobody
    /// knows, is taken back all the same.
    mutating func take(_ lifts: [Lift], mayLetIn: Bool, by other: RunID) {
        if mayLetIn { overruleAll(Self.lettingIn(other)) }
        close(lifts, by: other)
        proceed()
    }

    /// What was in force of what was lifted is in force no more.
    mutating func close(_ lifts: [Lift], by lifter: RunID) {
        for index in run.playbook.releases where run.measure(of: index)?.state == .inForce {
            guard case .release(_, let inverse) = run.playbook[index].body, let lift = Lift(inverse),
                lifts.contains(lift)
            else { continue }
            settle(index, .skipped(.lifted(by: lifter)), .stepSkipped)
            endsWindow = true
        }
    }

    /// A command of the step is about to let the device in, or has done so, or may have. Other runs are told. Of this one a proof
    /// that stands before the step counts no more by that; one that stands after it may have come before, in a branch beside it.
    mutating func noteLettingIn(_ index: Step.Index) {
        mayLetIn = true
        for step in run.playbook.steps.dropFirst(index.position + 1) { overrule(step, Self.lettingIn(run.id)) }
    }

    static func lettingIn(_ other: RunID) -> String { "run \(other) lets the device in, or may have" }

    mutating func overruleAll(_ reason: String) {
        for step in run.playbook.steps { overrule(step, reason) }
    }

    mutating func overrule(_ step: Step, _ reason: String) {
        guard !run.isDrill, step.call?.descriptor.provesContainment == true, !run[step.index].isOverruled,
            run[step.index].state.mayProve
        else { return }
        let closed = run[step.index].closed
        run[step.index].isOverruled = true
        enter(step.index, run[step.index].state)
        run[step.index].closed = closed
        record(.proofOverruled, step.index, detail: reason)
    }

    private mutating func makeDue(_ releases: [Step.Index]) {
        for index in releases where run[index].state.isWaiting(beyond: now) {
            enter(index, .waiting(until: now))
            record(.stepWaiting, index, detail: "until now")
        }
    }

    private mutating func endMain(_ reason: SkipReason, lettingIn: Bool) {
        // It may have been ended before, for a reason that left the device off.
        if case .clearing = run.phase, lettingIn { return enter(.clearing(lettingIn: true)) }
        guard run.isStillToDo else { return }
        for index in run.playbook.main { cut(run.playbook[index], reason) }
        enter(.clearing(lettingIn: lettingIn))
    }

    /// What was under way when the device was to be let in was never told that it has no time. Messages are not waited for.
    mutating func letIn() {
        makeDue(run.playbook.releases.filter(run.letsIn))
        walkReleases()
    }
}

/// What lets a device in, whoever kept it off.
struct Lift: Hashable {
    private let action: String
    private let connection: String?

    /// nil of a call that lets nothing in, or does so for a time: what it ends goes on afterwards.
    init?(_ call: ActionCall) {
        guard call.descriptor.liftsContainment, call.expires == nil else { return nil }
        action = call.descriptor.name
        connection = call.connection
    }
}

extension StepState {
    /// Also one that waits for the end of a measure that is put in force anew.
    fileprivate var mayBeArmed: Bool {
        switch self {
        case .ready: true
        case .waiting(let until): until == nil
        case .open, .asking, .queued, .held, .intent, .retrying, .probing, .ok, .sent, .rehearsed, .joined, .done,
            .skipped, .failed, .exhausted, .inDoubt:
            false
        }
    }

    /// Whether a verification in this state has proven something, or may have by its answer.
    var mayProve: Bool {
        switch self {
        case .intent, .probing, .ok: true
        case .ready, .open, .asking, .waiting, .queued, .held, .retrying, .sent, .rehearsed, .joined, .done, .skipped,
            .failed, .exhausted, .inDoubt:
            false
        }
    }

    /// Somebody has a command of it, or is about to have one again.
    var isUnderWay: Bool {
        switch self {
        case .intent, .retrying, .probing: true
        case .ready, .open, .asking, .waiting, .queued, .held, .ok, .sent, .rehearsed, .joined, .done, .skipped,
            .failed, .exhausted, .inDoubt:
            false
        }
    }
}

extension Run {
    /// Whether a command of the step may be letting the device in, or may have: from its intent on, until it is known that
    /// nothing came of it.
    func mayBeLettingIn(_ index: Step.Index) -> Bool {
        !isDrill && playbook[index].call?.descriptor.liftsContainment == true && self[index].mayHaveHadEffect
    }

    /// Whether such a command has no outcome yet.
    var isLettingIn: Bool {
        playbook.steps.contains { !self[$0.index].state.isClosed && mayBeLettingIn($0.index) }
    }

    /// Whether such a command of a step that stands before this one has no outcome yet.
    func isLettingIn(before index: Step.Index) -> Bool {
        playbook.steps.prefix(index.position).contains { !self[$0.index].state.isClosed && mayBeLettingIn($0.index) }
    }

    /// Whether steps of the main list are to come. What a person must look at stays.
    fileprivate var isStillToDo: Bool {
        switch phase {
        case .main, .closing(.held), .waitingForPerson(.held): true
        case .clearing, .closing, .waitingForPerson, .inForce, .ended: false
        }
    }

    /// Whether to let the device in ends what the run does, or did already: then it takes back what comes of it.
    var endsByRelease: Bool {
        if case .clearing = phase { return true }
        return isStillToDo
    }

    /// Whether the command that the release takes back is at its receiver: a release that overtook it would let nobody in.
    func isAwaited(before release: Step.Index) -> Bool {
        guard case .release(let origin, _) = playbook[release].body else { return false }
        return self[origin].state.attemptInFlight != nil
    }

    /// Whether a release is under way: the next one waits, wherever it stands. A later number would overtake its retries.
    var isTakingBack: Bool { playbook.releases.contains { self[$0].state.isUnderWay } }

    /// The release that is due next; nil where none is, or one is under way.
    func nextRelease(at now: Instant) -> Step.Index? {
        guard !isTakingBack else { return nil }
        for index in playbook.releases {
            if isAwaited(before: index) { return nil }
            if case .waiting(let until?) = self[index].state, until <= now { return index }
        }
        return nil
    }
}

extension Playbook {
    /// When what has no time of its own is taken back.
    var endOfMeasures: String {
        trigger.cleared == .release ? "until the alarm is over" : "until a person releases it"
    }
}
