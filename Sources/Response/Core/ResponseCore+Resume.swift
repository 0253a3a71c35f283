public import Domain
import Ledger
import Playbooks

/// What the store kept: everything that the core must know again.
public struct Snapshot: Sendable {
    public var openRuns: [Run] = []
    /// Those that are open too, and that nobody goes on with.
    public var aside: [RunAside] = []
    /// Incidents that events may still join, and those whose last alarm may count for a storm.
    public var incidents: [Incident] = []
    /// Debits within the longest window of any limit.
    public var touches: [Touch] = []
    /// Debits of the limits of actions.
    public var uses: [ActionUse] = []
    public var stops: [Stop] = []
    /// The last fence number of each device that was ever commanded.
    public var fences: [DeviceID: Int] = [:]
    /// The versions of playbooks that ever had a run, with their playbook's name.
    public var keptPlaybooks: [Digest: String] = [:]
    /// As the registry counts it now; nil where it cannot.
    public var fleet: FleetSnapshot?

    public init() {}
}

extension ResponseCore {
    /// What is stopped: by people, and by the switch that lies beside the database as the last process found it, nil where it
    /// was not thrown. To be told before how that is found now, and that before anything is taken up: what the log then says of
    /// the switch, it says beside the stops of people and the commands of the runs that are to come.
    public mutating func recall(stopsOf snapshot: Snapshot, stopSwitch: Stop?) {
        for stop in snapshot.stops { stops[stop.scope] = stop }
        stops.thrownByHand = stopSwitch
        stops.isFromBefore = stopSwitch != nil
        underWayBefore = underWay(in: .everything, of: snapshot.openRuns)
    }

    /// Takes up after a restart. Every effect that must survive follows from the states of the steps; nothing else is
    /// read. What is stopped is told before: ``recall(stopsOf:stopSwitch:)``.
    public mutating func resume(_ snapshot: Snapshot, at now: Instant, in turn: inout Turn) {
        for (version, name) in snapshot.keptPlaybooks { keptVersions[name, default: []].insert(version) }
        for touch in snapshot.touches { limits.debit(touch) }
        for use in snapshot.uses { limits.debit(use) }
        underWayBefore = 0
        fences = snapshot.fences
        fleet = snapshot.fleet
        // What people started is no alarm, and nothing joins it.
        let incidents = snapshot.incidents.filter { !$0.dedupeText.isEmpty }
        recallAlarms(of: incidents, pinned: snapshot.openRuns.map(\.playbook), at: now)
        for run in snapshot.aside {
            if run.affectsDevice(rules) {
                affectedAside.insert(run.device.id)
                if !run.device.site.isEmpty { affected.insert(run.id, on: run.device) }
            }
            if let trouble = run.trouble(rules) { troubles.insert(trouble, of: run.version) }
            overrule(run, at: now, in: &turn)
        }
        let open = snapshot.openRuns.sorted { $0.started < $1.started }
        // A run that is pinned to another version may ask first, and look back less far.
        for playbook in playbooks + open.map(\.playbook) {
            limits.expect(playbook.guards.limits, of: playbook.name)
            limits.expect(playbook.guards.flapping, of: playbook.name)
        }
        let dedupeTexts = Dictionary(incidents.map { ($0.run, $0.dedupeText) }) { first, _ in first }
        for var run in open {
            beforeAdvance?(run.id)
            run.dedupeText = dedupeTexts[run.id] ?? ""
            recallHolds(of: run)
            keep(run)
            crowd.update(run, was: nil, at: run.started)
            affected.update(run, did: false)
            troubles.update(run, was: false)
        }
        crowd.recall(leaversIn: open)
        // The latest counts, where an earlier one of the same key is still open.
        for incident in incidents.sorted(by: { $0.isBefore($1) }) { place(incident) }
        findLanes()
        // Each run first finds out what became of its own: only then may one go on because of another.
        isTakingUp = true
        for run in open {
            for step in run.playbook.steps {
                guard let due = run[step.index].state.due else { continue }
                timers.add(.init(due: due, run: run.id, step: step.index))
            }
            advance(run.id, at: now, in: &turn) { $0.resume() }
        }
        isTakingUp = false
        tellUntold(at: now, in: &turn)
        for device in Set(open.map(\.device.id)).sorted() { settleLane(of: device, at: now, in: &turn) }
        tellOfCrowds(at: now, in: &turn)
    }

    /// When the latest hold came. And since when a storm is on: one that holds somebody says so, which the last alarms alone
    /// do not. Where every hold of it was decided about, a storm begins anew with a restart, and is asked about once more.
    private mutating func recallHolds(of run: Run) {
        for record in run.steps {
            guard let hold = record.state.hold, let came = record.holdCame else { continue }
            latestHold = max(came, latestHold ?? came)
            guard let start = hold.startOfStorm, let storm = run.playbook.guards.storm else { continue }
            alarms.recall(run.playbook.name, reached: storm.devices, since: start, stillAt: came)
        }
    }

    /// Durable as soon as nobody goes on with the run, so that its word does not come back when somebody does again (decision
    /// 0058).
    private func overrule(_ run: RunAside, at now: Instant, in turn: inout Turn) {
        let proofs = run.overruledProofs(rules)
        guard !proofs.isEmpty else { return }
        turn.changes.append(.overruled(run.id, steps: proofs))
        turn.records.append(.overruled(run, at: now))
    }

    /// What storms are seen by: the last alarm of each device.
    private mutating func recallAlarms(of incidents: [Incident], pinned: [Playbook], at now: Instant) {
        // A playbook that is not loaded any more goes by what its runs are pinned to.
        let storms = Dictionary((playbooks + pinned).map { ($0.name, $0.guards.storm) }) { loaded, _ in loaded }
        // What is said to be yet to come, as the clock was set back, would count until then.
        for incident in incidents.sorted(by: { $0.lastAlarm < $1.lastAlarm }) where incident.lastAlarm <= now {
            guard let storm = storms[incident.playbook] ?? nil else { continue }
            alarms.add(incident.device, to: incident.playbook, at: incident.lastAlarm, within: storm.window)
        }
    }
}

extension Incident {
    /// Of two that were opened at once the second one does something: what is too old would have joined it.
    fileprivate func isBefore(_ other: Self) -> Bool {
        opened == other.opened ? isTooOld && !other.isTooOld : opened < other.opened
    }
}
