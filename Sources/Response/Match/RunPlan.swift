import CEL
import Domain
import Playbooks

/// One playbook about to answer one event: from the match to a run and its incident.
struct RunPlan {
    let playbook: Playbook
    let event: Event
    /// The stricter of the playbook's and the server's. Not to observe: that plans nothing.
    let mode: Playbook.Mode
    let fleet: FleetSnapshot?
    let start: Start

    /// Who begins it.
    enum Start {
        case monitor(Actor)
        /// Who sees the event's data, and decides that it counts.
        case person(Actor)
    }

    var isDrill: Bool { mode <= .drill }

    /// What `dedupe.by` gives. Where it cannot be decided, the device stands for it: a doubt must not open an incident
    /// for each event of a storm. So it does for an empty text, as of a site that nobody entered: stored, that is said of
    /// what a person started, and a restart would forget that events may join.
    func dedupeText(_ device: Device, at now: Instant) -> String {
        var facts = Facts(event: event, device: device, now: now)
        facts.fleet = fleet
        do throws(EvaluationError) {
            let value = try playbook.trigger.dedupe.by.evaluate(playbook.scope.bindings(facts))
            let text = if case .string(let text) = value { text } else { value.description }
            return text.isEmpty ? device.id.description : text
        } catch {
            return device.id.description
        }
    }

    /// The same event and the same playbook version give the same run, so that an event that comes again is no second
    /// run. A drill and the real thing are different runs.
    private var identity: Digest {
        let kind = isDrill ? "drill" : "enforce"
        return Digest(ofParts: playbook.digest.description, event.key.source, event.key.id, kind)
    }

    func run(_ lookup: DeviceLookup, at now: Instant) -> Run {
        let identity = identity
        return Run(
            id: RunID(identity),
            incident: IncidentID(identity),
            playbook: playbook,
            event: event,
            device: lookup.device,
            started: now,
            startedBy: startedBy,
            isDrill: isDrill,
            deviceIsUnknown: lookup.isUnavailable,
            isTooOld: isTooOld(at: now),
            asks: mode == .ask,
            fleet: playbook.readsFleet ? fleet : nil
        )
    }

    private var startedBy: Actor {
        switch start {
        case .monitor(let actor), .person(let actor): actor
        }
    }

    func isTooOld(at now: Instant) -> Bool {
        switch start {
        case .monitor: now - event.time > playbook.trigger.maxAge
        case .person: false
        }
    }

    func incident(for run: Run, dedupeText: String, at now: Instant) -> Incident {
        var incident = Incident(
            id: run.incident,
            playbook: playbook.name,
            device: run.device.id,
            severity: max(playbook.severity, event.severity),
            dedupeText: dedupeText,
            opened: now,
            joinsUntil: now + playbook.trigger.dedupe.window,
            run: run.id,
            isDrill: isDrill,
            isTooOld: run.isTooOld,
            eventsCount: 1
        )
        incident.note(alarmAt: now, countingFor: playbook.guards.storm?.window)
        return incident
    }
}

extension Playbook {
    /// What the inputs are in a run. They follow from what the run is pinned to, so they are not stored: a stored form
    /// would have to keep the type of whatever an expression gives.
    ///
    /// An input that cannot be computed is null: the step that uses it then says so, and the others run.
    func inputs(
        _ event: Event,
        _ device: Device,
        _ incident: IncidentID,
        _ fleet: FleetSnapshot?,
        at started: Instant
    ) -> [Value] {
        var facts = Facts(event: event, device: device, now: started)
        facts.fleet = fleet
        facts.incident = Facts.Incident(id: incident, opened: started, severity: severity, playbook: name)
        let bindings = scope.bindings(facts)
        return inputs.map { input in
            do throws(RenderFailure) {
                return try input.template.render(bindings, for: .value)
            } catch {
                return .null
            }
        }
    }
}
