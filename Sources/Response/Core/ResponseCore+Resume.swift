public import Domain
import Playbooks

/// What the store kept: everything that the core must know again.
public struct Snapshot: Sendable {
    public var openRuns: [Run] = []
    /// Incidents that events may still join.
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
    /// Takes up after a restart. Every effect that must survive follows from the states of the steps; nothing else is
    /// read.
    public mutating func resume(_ snapshot: Snapshot, at now: Instant, in turn: inout Turn) {
        for (version, name) in snapshot.keptPlaybooks { keptVersions[name, default: []].insert(version) }
        for touch in snapshot.touches { limits.debit(touch) }
        for use in snapshot.uses { limits.debit(use) }
        for stop in snapshot.stops { stops[stop.scope] = stop }
        fences = snapshot.fences
        fleet = snapshot.fleet
        let incidents = snapshot.incidents.sorted { $0.opened < $1.opened }
        // A playbook that is not loaded any more goes by what its runs are pinned to.
        let known = playbooks + snapshot.openRuns.map(\.playbook)
        let storms = Dictionary(known.map { ($0.name, $0.guards.storm) }) { loaded, _ in loaded }
        // What people started is no alarm, and nothing joins it.
        for incident in incidents where !incident.dedupeText.isEmpty {
            // What is said to be yet to come, as the clock was set back, would count until then.
            if let storm = storms[incident.playbook] ?? nil, incident.opened <= now {
                alarms.add(incident.device, to: incident.playbook, at: incident.opened, within: storm.window)
            }
            let key = DedupeKey(
                playbook: incident.playbook,
                text: incident.dedupeText,
                isDrill: incident.isDrill
            )
            // The latest counts, where an earlier one of the same key still waits for a person.
            self.incidents[key] = incident
        }
        let open = snapshot.openRuns.sorted { $0.started < $1.started }
        for run in open {
            beforeAdvance?(run.id)
            keep(run)
            crowd.update(run, was: nil, at: run.started)
            affected.update(run, did: false)
            troubles.update(run, was: false)
        }
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
    }
}
