public import Domain
import Playbooks

/// What the store kept: everything that the core must know again.
public struct Snapshot: Sendable {
    public var openRuns: [Run] = []
    /// Incidents that events may still join.
    public var incidents: [Incident] = []
    /// Debits within the longest window of any limit.
    public var touches: [Touch] = []
    public var stops: [Stop] = []
    public var keptPlaybooks: Set<Digest> = []
    /// As the registry counts it now; nil where it cannot.
    public var fleet: FleetSnapshot?

    public init() {}
}

extension ResponseCore {
    /// Takes up after a restart. Every effect that must survive follows from the states of the steps; nothing else is
    /// read.
    public mutating func resume(_ snapshot: Snapshot, at now: Instant, in turn: inout Turn) {
        keptPlaybooks = snapshot.keptPlaybooks
        for touch in snapshot.touches { limits.debit(touch) }
        for stop in snapshot.stops { stops[stop.scope] = stop }
        for incident in snapshot.incidents { alarms.add(incident.device, to: incident.playbook, at: incident.opened) }
        fleet = snapshot.fleet
        // The latest counts, where an earlier one of the same key still waits for a person.
        for incident in snapshot.incidents.sorted(by: { $0.opened < $1.opened }) where !incident.dedupeText.isEmpty {
            let key = DedupeKey(
                playbook: incident.playbook,
                text: incident.dedupeText,
                isDrill: incident.isDrill
            )
            incidents[key] = incident
        }
        for run in snapshot.openRuns.sorted(by: { $0.started < $1.started }) {
            keep(run)
            for step in run.playbook.steps {
                guard let due = run[step.index].state.due else { continue }
                timers.add(.init(due: due, run: run.id, step: step.index))
            }
            advance(run.id, at: now, in: &turn) { $0.resume() }
        }
    }
}
