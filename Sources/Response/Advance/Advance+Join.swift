import CEL
import Domain
import Ledger
import Playbooks

// Steps with others in them: parallel, groups, branches, loops, calls.
extension Advance {
    /// Takes what is within as far as it goes. Closes the step when all of it is closed.
    mutating func join(_ step: Step, _ opening: Opening, until: Instant?) {
        if let until, until <= now {
            timeOut(step)
            return
        }
        switch (step.body, opening) {
        case (.parallel(let branches), _): joinBranches(step, branches)
        case (.loop(let loop), .items(let items)): joinRounds(step, loop, items)
        case (.group(let list), _): joinList(step, walk(list))
        case (.choose(let branches), .branch(let number)):
            joinList(step, walk(number.map { branches[$0].steps } ?? []), output: Self.choice(number))
        case (.call(let call), _): joinCall(step, call)
        case (.choose, _), (.loop, _), (.action, _), (.wait, _), (.approval, _), (.set, _), (.fail, _), (.end, _),
            (.release, _):
            preconditionFailure("step '\(step.path)' was not opened so")
        }
    }

    /// Whether a guard holds the step, or something in it and nothing else in it is under way.
    func isHeld(_ step: Step) -> Bool {
        if case .open = run[step.index].state { return isHeldWithin(step) }
        return run[step.index].state.holdForPerson != nil
    }

    /// Whether nothing of it is at a receiver: it is closed, held, or only to be tried again.
    func isBetweenAttempts(_ step: Step) -> Bool {
        if run[step.index].state.isClosed || isHeld(step) { return true }
        switch run[step.index].state {
        case .ready, .retrying: return true
        case .open: return step.children.allSatisfy { isBetweenAttempts(run.playbook[$0]) }
        case .asking, .waiting, .queued, .held, .intent, .probing, .ok, .sent, .rehearsed, .joined, .done, .skipped,
            .failed, .exhausted, .inDoubt:
            return false
        }
    }

    private func isHeldWithin(_ step: Step) -> Bool {
        let open = step.children.filter { run[$0].state != .ready && !run[$0].state.isClosed }
        return !open.isEmpty && open.allSatisfy { isHeld(run.playbook[$0]) }
    }

    // MARK: - Lists

    private mutating func joinList(_ step: Step, _ progress: Progress, output: Value = .null) {
        switch progress {
        case .working, .held: return
        case .done: settle(step, Joined(failed: [], output: output))
        case .ended: settle(step, Joined(failed: [], ends: true, output: output))
        case .stopped(let index):
            // Whoever puts up with the failure has come to the `end` all the same.
            settle(step, Joined(failed: [index], ends: ends(run.playbook[index]), output: output))
        }
    }

    private mutating func joinAll(
        _ step: Step,
        _ reached: [Progress],
        _ children: [Step.Index],
        output: Value = .null
    ) {
        guard !reached.contains(.working), !reached.contains(.held) else { return }
        let failed = zip(children, reached).filter { $0.1 != .done && $0.1 != .ended }.map(\.0)
        settle(step, Joined(failed: failed, ends: children.contains { ends(run.playbook[$0]) }, output: output))
    }

    private mutating func settle(_ step: Step, _ joined: Joined) {
        guard case .open(let opening, _) = run[step.index].state else {
            preconditionFailure("only what is open closes")
        }
        let joined = Joined(failed: joined.failed, ends: joined.ends, output: joined.output, opening: opening)
        settle(step.index, .joined(joined), joined.failed.isEmpty ? .stepOK : .stepFailed)
    }

    // MARK: - Branches

    private mutating func joinBranches(_ step: Step, _ branches: [Step.Index]) {
        var reached = walkBranches(branches)
        // A branch before the one that has its end may be over by that.
        if branches.contains(where: hasEnd) { reached = walkBranches(branches) }
        joinAll(step, reached, branches)
    }

    private mutating func walkBranches(_ branches: [Step.Index]) -> [Progress] {
        var reached: [Progress] = []
        for index in branches { reached.append(progress(of: index, beside: branches)) }
        return reached
    }

    /// Of one of several branches or rounds. When it comes to an `end`, nothing more of the others begins, and what is under
    /// way is awaited. What a person has sent anew afterwards goes on.
    private mutating func progress(of index: Step.Index, beside others: [Step.Index]) -> Progress {
        let hadEnd = hasEnd(index)
        let progress = progress(of: index)
        if !hadEnd, hasEnd(index) {
            for other in others { cut(run.playbook[other], .ended) }
        }
        return progress
    }

    /// Whether an `end` was reached in it, also where something beside that is awaited, or is to be sent anew.
    func hasEnd(_ index: Step.Index) -> Bool {
        let step = run.playbook[index]
        if run[index].state.isClosed { return ends(step) }
        if case .call = step.body { return false }
        return step.children.contains { hasEnd($0) }
    }

    mutating func choose(_ step: Step, _ branches: [Branch]) throws(OperatorError) {
        var taken: Int?
        for (number, branch) in branches.enumerated() {
            if try isTrue(branch.condition, "branch \(number + 1) of step '\(step.path)'", step) {
                taken = number
                break
            }
        }
        open(step, .branch(taken))
        for (number, branch) in branches.enumerated() where number != taken {
            for index in branch.steps { skip(run.playbook[index], .notTaken) }
        }
    }

    private static func choice(_ number: Int?) -> Value { ["branch": .int(Int64(number.map { $0 + 1 } ?? 0))] }

    // MARK: - Loops

    mutating func unroll(_ step: Step, _ loop: Loop) throws(OperatorError) {
        let items = try items(of: loop, step)
        guard items.count <= loop.rounds.count else {
            throw OperatorError(
                attempted: "begin step '\(step.path)'",
                reason: "its list has \(items.count) items, and 'at_most' allows \(loop.rounds.count)",
                remedy: "look whether so many are meant; raise 'at_most', or shorten the list"
            )
        }
        open(step, .items(items))
        for index in loop.rounds.dropFirst(items.count) { skip(run.playbook[index], .noItem) }
    }

    private func items(of loop: Loop, _ step: Step) throws(OperatorError) -> [Value] {
        let value = try value(
            of: Template.expression(loop.list),
            .value,
            "'for_each' of step '\(step.path)'",
            bindings(for: step)
        )
        if case .list(let items) = value { return items }
        throw OperatorError(
            attempted: "begin step '\(step.path)'",
            reason: "'for_each' gives no list",
            remedy: "correct the expression: \(loop.list.source)"
        )
    }

    private mutating func joinRounds(_ step: Step, _ loop: Loop, _ items: [Value]) {
        let rounds = Array(loop.rounds.prefix(items.count))
        var reached = walkRounds(loop, rounds)
        // A round that was under way beside the one that has its end may be over by that.
        if rounds.contains(where: hasEnd) { reached = walkRounds(loop, rounds) }
        guard reached.count == rounds.count else { return }
        let failed = reached.count { if case .stopped = $0 { true } else { false } }
        let begun = rounds.filter { run[$0].began != nil }
        let output: Value = [
            "count": .int(Int64(begun.count)), "failed": .int(Int64(failed)),
            "last": begun.last.map { result(ofRound: $0) } ?? .null,
        ]
        joinAll(step, reached, rounds, output: output)
    }

    /// How far the rounds have come that have begun, or begin now.
    private mutating func walkRounds(_ loop: Loop, _ rounds: [Step.Index]) -> [Progress] {
        var reached: [Progress] = []
        var working = 0
        for (position, index) in rounds.enumerated() {
            if case .ready = run[index].state {
                guard working < loop.atOnce else { break }
                if let end = isOver(loop, before: index) {
                    for rest in rounds[position...] { close(rest, end) }
                }
            }
            let progress = progress(of: index, beside: rounds)
            // A round that is held has its place, too: the next one begins after it.
            if progress == .working || progress == .held { working += 1 }
            reached.append(progress)
        }
        return reached
    }

    /// Whether `while` ends the loop here, or cannot be decided.
    private func isOver(_ loop: Loop, before index: Step.Index) -> StepState? {
        do throws(OperatorError) {
            let step = run.playbook[index]
            return try isTrue(loop.condition, "'while' of step '\(step.path)'", step) ? nil : .skipped(.loopOver)
        } catch {
            return .failed(attempts: 0, error)
        }
    }

    private mutating func close(_ round: Step.Index, _ state: StepState) {
        guard case .ready = run[round].state else { return }
        settle(round, state, state.isFailure ? .stepFailed : .stepSkipped)
        for child in run.playbook[round].children {
            skip(run.playbook[child], state.isFailure ? .outerFailed : .loopOver)
        }
    }

    // MARK: - Calls

    func arguments(of call: Call, _ step: Step) throws(OperatorError) -> [Value] {
        let own = bindings(for: step)
        let inner = call.main.first.map { bindingsOfInputs(in: run.playbook[$0].frame) } ?? own
        var values: [Value] = []
        for argument in call.arguments {
            let what = "input '\(argument.name)' of '\(call.playbook)'"
            values.append(try value(of: argument.template, .value, what, argument.isStandard ? inner : own))
        }
        return values
    }

    /// The called playbook's own `always` steps belong to the call.
    private mutating func joinCall(_ step: Step, _ call: Call) {
        let reached = walk(call.main)
        guard reached != .working, reached != .held, hasTold(call) else { return }
        joinList(step, reached)
    }

    /// Takes on what tells of the end of a call. It may be held itself: then the call is not over.
    private mutating func hasTold(_ call: Call) -> Bool {
        walkAlways(call.always) && !call.always.contains { isHeld(run.playbook[$0]) }
    }

    // MARK: - Time

    /// Nothing more begins in it, but what tells of the end of a call; what is under way is awaited.
    private mutating func timeOut(_ step: Step) {
        for child in step.work { cut(run.playbook[child], .timedOut) }
        guard isOver(step) else { return }
        let error = OperatorError(
            attempted: "finish step '\(step.path)'",
            reason: "it took longer than its timeout of \(step.timeout.map { $0.spoken } ?? "")",
            remedy: "see which of its steps took so long; raise 'timeout' where that is right"
        )
        settle(step.index, .failed(attempts: 0, error), .stepFailed)
    }

    /// Whether a step whose work was cut short is over. A call tells of its end first.
    private mutating func isOver(_ step: Step) -> Bool {
        guard !isUnderWay(step.work) else { return false }
        guard case .call(let call) = step.body else { return true }
        return hasTold(call)
    }

    /// Of steps that were cut short. What is open then is so because of what is under way in it.
    private func isUnderWay(_ steps: [Step.Index]) -> Bool {
        steps.contains { index in
            if case .open = run[index].state { return true }
            return run[index].state.isUnderWay
        }
    }

    /// Whether it is tried again all the same: whatever is under way beside an `end`, and what lets the device in after the
    /// end of an alarm, or a person's release.
    private func isKeptUp(_ step: Step, _ reason: SkipReason) -> Bool {
        switch reason {
        case .ended: true
        case .cleared, .released: step.call?.descriptor.liftsContainment == true
        case .conditionFalse, .jumpedOver, .eventTooOld, .overLimit, .notTaken, .noItem, .loopOver, .outerFailed,
            .notApproved, .timedOut, .superseded, .toldAlready, .stillOwned, .lifted,
            .keptOffByNobody:
            false
        }
    }

    /// Closes whatever of a step is not under way at a receiver.
    mutating func cut(_ step: Step, _ reason: SkipReason) {
        switch run[step.index].state {
        case .ready: skip(step, reason)
        case .held, .queued, .waiting, .asking: settle(step.index, .skipped(reason), .stepSkipped)
        case .retrying where isKeptUp(step, reason): break
        case .retrying(let attempt, _, let error) where reason == .timedOut: exhaust(step, attempt, error)
        case .retrying(let attempt, _, let error): callOff(step, attempt, error)
        case .open: cutWithin(step, reason)
        // Who only listens is not at a receiver: there is nothing to await.
        case .intent where step.call?.descriptor.listens == true:
            settle(step.index, .skipped(reason), .stepSkipped)
        case .intent, .probing, .ok, .sent, .rehearsed, .joined, .done, .skipped, .failed, .exhausted, .inDoubt: break
        }
    }

    /// A call that is cut short tells of its end. Where the whole run is called off, its own `always` steps do that.
    private mutating func cutWithin(_ step: Step, _ reason: SkipReason) {
        switch reason {
        case .ended:
            // It is joined as ever: what became of its parts counts.
            for child in step.work { cut(run.playbook[child], reason) }
        case .timedOut:
            for child in step.work { cut(run.playbook[child], reason) }
            if isOver(step) { settle(step.index, .skipped(reason), .stepSkipped) }
        case .conditionFalse, .jumpedOver, .eventTooOld, .overLimit, .notTaken, .noItem, .loopOver, .outerFailed,
            .notApproved, .cleared, .superseded, .toldAlready, .released, .stillOwned, .lifted,
            .keptOffByNobody:
            for child in step.children { cut(run.playbook[child], reason) }
            if !isUnderWay(step.children) { settle(step.index, .skipped(reason), .stepSkipped) }
        }
    }
}

extension Step {
    /// The steps directly within it, but for those that tell of the end of a call.
    fileprivate var work: [Index] {
        if case .call(let call) = body { call.main } else { children }
    }
}
