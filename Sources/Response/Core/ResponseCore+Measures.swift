import Domain
import Playbooks

// What is in force on devices, seen over all runs.
extension ResponseCore {
    /// Who has which measure in force on the run's device, besides the run itself.
    static func owners(of others: [Run], at now: Instant) -> [MeasureSubject: RunID] {
        var owners: [MeasureSubject: RunID] = [:]
        for other in others {
            for subject in other.subjectsInForce(at: now) { owners[subject] = other.id }
        }
        return owners
    }

    /// The other runs of its device that act on it.
    func others(besides run: Run) -> [Run] {
        guard let ids = runsOfDevice[run.device.id], ids.count > 1 || ids.first != run.id else { return [] }
        return ids.compactMap { runs[$0] }.filter { $0.id != run.id && !$0.isDrill }
    }

    /// What a run lets in, or may let in, of which the others of its device are to know.
    struct Telling: Sendable {
        let lifts: [Lift]
        let mayLetIn: Bool
        let run: Run
    }

    /// What other runs have proven counts no more, and whatever they had in force of it is in force no more: they neither say
    /// so nor take it back again.
    mutating func tell(_ telling: Telling, at now: Instant, in turn: inout Turn) {
        untold.append(telling)
        tellUntold(at: now, in: &turn)
    }

    /// While runs are taken up nobody is told: each first finds out what became of its own.
    mutating func tellUntold(at now: Instant, in turn: inout Turn) {
        guard !isTellingOfLift, !isTakingUp else { return }
        isTellingOfLift = true
        defer { isTellingOfLift = false }
        while !untold.isEmpty {
            let telling = untold.removeFirst()
            for other in others(besides: telling.run).map(\.id).sorted() {
                advance(other, at: now, in: &turn) {
                    $0.take(telling.lifts, mayLetIn: telling.mayLetIn, by: telling.run.id)
                }
            }
        }
    }

    /// Takes back what is in force, the latest run's measures first, and what is under way once it has ended.
    mutating func release(
        _ scope: ReleaseScope,
        by actor: Actor,
        _ reason: String,
        at now: Instant,
        in turn: inout Turn
    ) -> OrderAnswer {
        if let byMode = stops.byMode {
            return .failure(
                OperatorError(
                    attempted: "release \(scope.text)",
                    reason: "\(byMode.explanation), so nothing can be taken back",
                    remedy: "start the engine with 'mode: ask' or 'mode: enforce', and release it then"
                )
            )
        }
        let meant = runs.values.sorted { ($1.started, $1.id) < ($0.started, $0.id) }
            .filter { !$0.releases(in: scope).isEmpty || !$0.comingIntoForce(in: scope).isEmpty }
        guard !meant.isEmpty else {
            return .failure(
                OperatorError(
                    attempted: "release \(scope.text)",
                    reason: "nothing of it is in force",
                    remedy: "see 'cordon measures'; 'cordon stop' keeps what is under way from going on"
                )
            )
        }
        if scope.letsIn { overrule(meant, at: now, in: &turn) }
        var (count, underWay, stopped) = (0, 0, [StopScope]())
        for before in meant {
            let releases = before.releases(in: scope)
            advance(before.id, at: now, in: &turn) { $0.release(releases, by: actor, reason, lettingIn: scope.letsIn) }
            guard let after = runs[before.id] else {
                count += releases.count
                continue
            }
            // What has no answer yet is taken back when it has, and no sooner.
            let coming = Set(releases + after.comingIntoForce(in: scope))
            let awaited = before.playbook.releases.filter { coming.contains($0) && after.isAwaited(before: $0) }
            let begun = releases.filter { !awaited.contains($0) } + after.calledOff(in: scope, since: before)
            count += begun.count
            underWay += awaited.count
            stopped += stopsBefore(begun + awaited, of: before.id)
        }
        return .success(OrderReceipt(count: count, underWay: underWay, stopped: stopped.unique))
    }

    /// Of several runs that are to let their device in together: the first of them would find that the others still keep it
    /// off, and end with its proof, in the transaction in which the last one lets it in.
    mutating func overrule(_ meant: [Run], at now: Instant, in turn: inout Turn) {
        guard meant.count > 1 else { return }
        for run in meant {
            advance(run.id, at: now, in: &turn) { advance in
                advance.overruleAll("the device is let in")
                advance.proceed()
            }
        }
    }

    /// What keeps a release that is due from being carried out.
    private func stopsBefore(_ releases: [Step.Index], of id: RunID) -> [StopScope] {
        guard let run = runs[id] else { return [] }
        // One that is put off keeps the others of its run waiting.
        let putOff = run.playbook.releases.filter { !releases.contains($0) && run[$0].state.isUnderWay }
        return (releases + putOff).compactMap { index in
            guard run[index].state.attemptInFlight == nil, !run[index].state.isClosed,
                let call = run.playbook[index].call
            else { return nil }
            return stops.covering(call, of: run.playbook[index], in: run)?.scope
        }
    }
}

extension ReleaseScope {
    /// Whether it is about a device, and not about one thing that was done to it.
    fileprivate var letsIn: Bool {
        switch self {
        case .incident, .device: true
        case .measure: false
        }
    }
}

extension [StopScope] {
    /// Each once, in their order.
    fileprivate var unique: Self {
        var seen: Set<StopScope> = []
        return filter { seen.insert($0).inserted }
    }
}

extension Run {
    /// The releases that wait or that failed, and that the scope means. To release a device or an incident is to let a device
    /// back in: what let it in for a time is taken back early only by its name.
    fileprivate func releases(in scope: ReleaseScope) -> [Step.Index] {
        guard !isDrill else { return [] }
        let open = playbook.releases.filter { self[$0].state.isWaiting || self[$0].state.isFailure }
        if case .measure(let id) = scope { return open.filter { measureID(of: $0) == id } }
        return isMeant(by: scope) ? open.filter(letsIn) : []
    }

    /// The releases of commands that are at their receivers, or are to be tried again, and may yet do what the scope means to
    /// take back. What only follows the outcome of a run is left to it.
    fileprivate func comingIntoForce(in scope: ReleaseScope) -> [Step.Index] {
        guard !isDrill, isMeant(by: scope), endsByRelease else { return [] }
        return playbook.releases.filter { release in
            guard case .release(let origin, _) = playbook[release].body, letsIn(release) else { return false }
            return self[origin].state.isUnderWay && !playbook.isInAlways(playbook[origin])
        }
    }

    /// The releases of what was to be tried again, and may have been done, when it was called off.
    fileprivate func calledOff(in scope: ReleaseScope, since before: Run) -> [Step.Index] {
        before.comingIntoForce(in: scope).filter { before[$0].state == .ready && self[$0].state != .ready }
    }

    /// Whether something of it is in force, or may yet be, whose end lets the device in.
    var hasToLetIn: Bool {
        playbook.releases.contains { release in
            guard case .release(let origin, _) = playbook[release].body, letsIn(release) else { return false }
            return self[release].state.isWaiting || self[origin].state.isUnderWay
        }
    }

    private func isMeant(by scope: ReleaseScope) -> Bool {
        switch scope {
        case .incident(let id): id == incident
        case .device(let id): id == device.id
        case .measure: false
        }
    }
}
