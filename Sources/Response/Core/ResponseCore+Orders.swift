import Domain
import Ledger
import Playbooks

// What people order.
extension ResponseCore {
    mutating func carryOut(_ order: OperatorOrder, at now: Instant, in turn: inout Turn) -> OrderAnswer {
        switch order {
        case .decide(let decision): decide(decision, at: now, in: &turn)
        case .decideAll(let selection): decideAll(selection, at: now, in: &turn)
        case .stop(let stop): take(stop, in: &turn)
        case .lift(let scope, let actor, let reason): lift(scope, by: actor, reason, at: now, in: &turn)
        case .release(let scope, let actor, let reason): release(scope, by: actor, reason, at: now, in: &turn)
        }
    }

    // MARK: - Decisions

    private mutating func decide(_ decision: Decision, at now: Instant, in turn: inout Turn) -> OrderAnswer {
        // The clock may have been set back since the step came to wait.
        let since = runs[decision.run].flatMap { $0.matter(at: decision.step)?.since }
        if let mistake = mistake(in: decision.asOf, at: max(now, since ?? now)) { return .failure(mistake) }
        if let objection = objection(to: decision) { return .failure(objection) }
        advance(decision.run, at: now, in: &turn) { $0.take(decision) }
        return .success(OrderReceipt(count: 1))
    }

    private func objection(to decision: Decision) -> OperatorError? {
        guard let run = runs[decision.run] else {
            return OperatorError(
                attempted: "decide about run \(decision.run)",
                reason: "there is no open run of this name",
                remedy: "see 'cordon holds'"
            )
        }
        return Advance.objection(to: decision, on: run)
    }

    /// Those that there is an objection to stay as they are, and so do those that came later than the person could read.
    private mutating func decideAll(_ selection: HoldSelection, at now: Instant, in turn: inout Turn) -> OrderAnswer {
        if let mistake = mistake(in: selection.asOf, at: now) { return .failure(mistake) }
        let places = runs.values.map(HoldPlace.init).filter { place in selection.after.map { $0 < place } ?? true }
        var decisions: [(HoldPlace, Decision)] = []
        var later = 0
        for place in places.sorted() {
            guard let run = runs[place.run] else { continue }
            if let decision = selection.decision(about: run, asOf: selection.asOf), objection(to: decision) == nil {
                decisions.append((place, decision))
            } else if let decision = selection.decision(about: run, asOf: nil), objection(to: decision) == nil {
                later += 1
            }
        }
        let chosen = decisions.prefix(selection.atMost)
        var count = 0
        // One of them may have made another one give way.
        for (_, decision) in chosen where objection(to: decision) == nil {
            advance(decision.run, at: now, in: &turn) { $0.take(decision) }
            count += 1
        }
        let left = decisions.count - chosen.count
        return .success(OrderReceipt(count: count, left: left, last: chosen.last?.0, later: later))
    }

    /// A moment that is yet to come says that people mean what nobody has read. So may one from before the clock was set back.
    private func mistake(in moment: Instant?, at now: Instant) -> OperatorError? {
        guard let moment, moment > max(now, latestHold ?? now) else { return nil }
        return OperatorError(
            attempted: "decide about what was held by a moment",
            reason: "that moment is yet to come, and nobody has read what comes until then",
            remedy: "'cordon holds' gives the moment with its list: read that, and decide as of then"
        )
    }

    // MARK: - Stops

    /// The first of two of one scope stays, with who wanted it and why: whoever lifts it reads that.
    private mutating func take(_ stop: Stop, in turn: inout Turn) -> OrderAnswer {
        if let mistake = mistake(in: stop.scope) { return .failure(mistake) }
        let former = stops[stop.scope]
        if former == nil {
            stops[stop.scope] = stop
            turn.changes.append(.stop(stop))
        }
        let count = underWay(in: stop.scope, of: runs.values)
        turn.records.append(.stopped(stop, underWay: count, isFirst: former == nil))
        return .success(OrderReceipt(count: count, former: former))
    }

    /// Whoever mistypes a name would believe that something is stopped. Groups, tags and devices only the registry knows.
    private func mistake(in scope: StopScope) -> OperatorError? {
        let (isKnown, kind, names): (Bool, String, Set<String>)
        switch scope {
        case .everything, .group, .tag, .device: return nil
        case .action(let name): (isKnown, kind, names) = (rules.actions[name] != nil, "action", Set(rules.actions.keys))
        case .playbook(let name):
            let known = playbookNames
            (isKnown, kind, names) = (known.contains(name), "playbook", known)
        }
        guard !isKnown else { return nil }
        return OperatorError(
            attempted: "stop \(scope.words)",
            reason: "there is no \(kind) of this name, so nothing was stopped",
            remedy: "name one of \(names.sorted().joined(separator: ", ")); or stop everything: 'cordon stop --all'"
        )
    }

    /// Those that may begin something, those that they call, and those that open runs are pinned to.
    private var playbookNames: Set<String> {
        let pinned = Dictionary(runs.values.map { ($0.playbook.digest, $0.playbook) }) { first, _ in first }
        return (playbooks + pinned.values).reduce(into: []) { names, playbook in
            names.insert(playbook.name)
            for step in playbook.steps { names.formUnion(playbook.owners(of: step)) }
        }
    }

    private mutating func lift(
        _ scope: StopScope,
        by actor: Actor,
        _ reason: String,
        at now: Instant,
        in turn: inout Turn
    ) -> OrderAnswer {
        guard let stop = stops[scope] else { return .failure(notStopped(scope)) }
        stops[scope] = nil
        turn.changes.append(.lifted(scope))
        turn.records.append(.lifted(scope, by: actor, reason, at: now))
        let count = goOn(at: now, in: &turn)
        let former = stop.by.name == actor.name ? nil : stop
        return .success(OrderReceipt(count: count, stopped: stops.inForce.map(\.scope), former: former))
    }

    /// The switch that lies beside the database: throwing it needs no order, and so does taking it back.
    mutating func setSwitch(_ isThrown: Bool, _ words: String, at now: Instant, in turn: inout Turn) {
        let isFromBefore = stops.isFromBefore
        stops.isFromBefore = false
        guard isThrown != (stops.thrownByHand != nil) else { return }
        if isThrown {
            let said = AuditText.cleaned(words).map { ": \($0)" } ?? ""
            let stop = Stop(.everything, by: .stopSwitch, reason: "the file STOP is there\(said)", since: now)
            stops.thrownByHand = stop
            turn.changes.append(.stopSwitch(stop))
            let count = underWayBefore + underWay(in: .everything, of: runs.values)
            turn.records.append(.stopped(stop, underWay: count, outcome: AuditRecord.keptOutcome))
        } else {
            stops.thrownByHand = nil
            turn.changes.append(.stopSwitch(nil))
            let others = stops.all.map(\.scope.words).joined(separator: ", ")
            let rest = others.isEmpty ? "" : "; still stopped otherwise: \(others)"
            let end = isFromBefore ? "went away while no engine ran" : "is gone"
            turn.records.append(.lifted(.everything, by: .stopSwitch, "the file STOP \(end)\(rest)", at: now))
            _ = goOn(at: now, in: &turn)
        }
    }

    /// Whatever no stop covers any more.
    /// - Returns: how many steps go on.
    private mutating func goOn(at now: Instant, in turn: inout Turn) -> Int {
        var count = 0
        for id in runs.keys.sorted() {
            advance(id, at: now, in: &turn) { count += $0.goOn() }
        }
        return count
    }

    /// Commands whose intent is durable and whose outcome has not come in. What listens or looks is none.
    func underWay(in scope: StopScope, of runs: some Sequence<Run>) -> Int {
        runs.reduce(0) { count, run in
            guard !run.isDrill else { return count }
            return count
                + run.playbook.steps.count { step in
                    guard let call = step.call, call.descriptor.receiver != .pure,
                        run[step.index].state.attemptInFlight != nil
                    else { return false }
                    let (action, owners) = (call.descriptor, run.playbook.owners(of: step))
                    return scope.covers(action, of: owners, to: run.device, isUnknown: run.deviceIsUnknown)
                }
        }
    }

    private func notStopped(_ scope: StopScope) -> OperatorError {
        let known = stops.inForce.map(\.scope.option)
        return OperatorError(
            attempted: "let \(scope.words) go on",
            reason: known.isEmpty ? "nothing is stopped" : "it is not stopped by itself",
            remedy: known.isEmpty
                ? "see 'cordon holds'" : "lift what is: 'cordon resume \(known.joined(separator: "', '"))'"
        )
    }
}

extension HoldSelection {
    /// About the first step that a guard holds, for a reason that is meant, and since that moment at the latest.
    fileprivate func decision(about run: Run, asOf: Instant?) -> Decision? {
        guard playbook == nil || playbook == run.playbook.name else { return nil }
        let step = run.playbook.steps.first { step in
            let record = run[step.index]
            guard let hold = record.state.hold, record.hadCome(by: asOf) else { return false }
            // What a stop holds is listed to nobody: it is meant where that is said.
            return cause.map { $0 == hold.cause } ?? (hold.cause != .stopped)
        }
        return step.map { step in
            Decision(
                run: run.id,
                step: step.path,
                cause: run[step.index].state.hold?.cause,
                asOf: asOf ?? run.matter(at: step)?.since,
                agrees: agrees,
                reason: reason,
                by: by,
                groups: groups
            )
        }
    }
}

extension Actor {
    /// Whoever may write to Cordon's folder.
    static let stopSwitch = Self(name: "file:STOP", proof: "local-file")
}

extension AuditRecord {
    /// The outcome of an entry about the switch that lies beside the database: the next start knows of it. Earlier versions
    /// did not keep it, and say nothing.
    static let keptOutcome = "kept"

    fileprivate static func stopped(
        _ stop: Stop,
        underWay count: Int,
        isFirst: Bool = true,
        outcome: String? = nil
    ) -> Self {
        let reason = stop.reason.isEmpty ? "" : ": \(stop.reason)"
        let before = isFirst ? "" : "it was stopped before, and "
        return Self(
            .stopSet,
            at: stop.since,
            by: stop.by,
            on: AuditObject(.scope, stop.scope.text),
            outcome: outcome,
            detail: "\(before)\(count) commands were under way\(reason)"
        )
    }

    fileprivate static func lifted(_ scope: StopScope, by actor: Actor, _ reason: String, at now: Instant) -> Self {
        Self(.stopLifted, at: now, by: actor, on: AuditObject(.scope, scope.text), detail: reason)
    }
}
