import CEL
import Domain
import Ledger
import Playbooks

// receive → match → plan
extension ResponseCore {
    /// Takes a monitor's report: every playbook that answers it opens an incident, or is joined by the event.
    mutating func receive(
        _ event: Event,
        _ lookup: DeviceLookup,
        from source: Actor,
        at now: Instant,
        in turn: inout Turn
    ) {
        let matches = index.answers(to: event, from: lookup.device, fleet: fleet, at: now)
        turn.records.append(.accepted(event, from: source, at: now, answers: matches.playbooks.count))
        for (playbook, error) in matches.undecided {
            turn.records.append(.undecided(playbook, event, error.message, at: now))
        }
        var joined: [IncidentID] = []
        for playbook in matches.playbooks {
            let mode = min(playbook.mode, rules.mode)
            guard mode > .observe else {
                turn.records.append(.observed(playbook, event, at: now))
                continue
            }
            if let storm = playbook.guards.storm {
                alarms.add(lookup.device.id, to: playbook.name, at: now, within: storm.window)
            }
            let plan = RunPlan(playbook: playbook, event: event, mode: mode, fleet: fleet, start: .monitor(source))
            joined.append(answer(plan, lookup, at: now, in: &turn))
        }
        joined += tell(event, at: now, in: &turn)
        turn.changes.append(.event(AcceptedEvent(event: event, accepted: now, incidents: joined)))
    }

    /// Runs a playbook because a person said so: no dedupe, whatever its `on` says, and however old the event is. A
    /// server-wide mode still tightens.
    mutating func begin(_ start: ManualStart, _ lookup: DeviceLookup, at now: Instant, in turn: inout Turn) {
        let mode = min(start.playbook.mode, rules.mode, start.dryRun ? .drill : .enforce)
        let plan = RunPlan(
            playbook: start.playbook,
            event: start.event,
            mode: mode,
            fleet: fleet,
            start: .person(start.by)
        )
        turn.records.append(.accepted(start.event, from: start.by, at: now, answers: 1))
        let incident = open(plan, lookup, dedupe: nil, at: now, in: &turn)
        turn.changes.append(.event(AcceptedEvent(event: start.event, accepted: now, incidents: [incident])))
    }

    /// Tells the runs of the device that the event may concern: those that wait for one, and those whose alarm it ends.
    private mutating func tell(_ event: Event, at now: Instant, in turn: inout Turn) -> [IncidentID] {
        var told: [IncidentID] = []
        let concerned = (runsOfDevice[event.device] ?? []).compactMap { runs[$0] }
        let lettingIn = concerned.filter { run in
            !run.isDrill && run.playbook.trigger.cleared == .release && run.event.key != event.key
                && run.isCleared(by: event)
        }
        if lettingIn.contains(where: \.hasToLetIn) { overrule(lettingIn, at: now, in: &turn) }
        for id in concerned.map(\.id) {
            guard let run = runs[id], run.event.key != event.key else { continue }
            if run.awaitsEvent(of: event.type) { advance(id, at: now, in: &turn) { $0.arrive(event) } }
            guard run.isCleared(by: event) else { continue }
            advance(id, at: now, in: &turn) { $0.clear(event) }
            told.append(run.incident)
        }
        return told
    }

    /// Joins the incident that is there for this playbook and this `dedupe.by`, or opens one, which takes its place. An
    /// alarm that is not too old joins none that one too old has opened: nothing is done there.
    private mutating func answer(
        _ plan: RunPlan,
        _ lookup: DeviceLookup,
        at now: Instant,
        in turn: inout Turn
    ) -> IncidentID {
        let key = DedupeKey(
            playbook: plan.playbook.name,
            text: plan.dedupeText(lookup.device, at: now),
            isDrill: plan.isDrill
        )
        guard var incident = incidents[key], incident.isJoined(at: now, whileUnderWay: runs[incident.run]),
            !incident.isTooOld || plan.isTooOld(at: now)
        else {
            return open(plan, lookup, dedupe: key, at: now, in: &turn)
        }
        incident.eventsCount += 1
        if incident.device == lookup.device.id {
            incident.note(alarmAt: now, countingFor: plan.playbook.guards.storm?.window)
        }
        incidents[key] = incident
        turn.changes.append(.incident(incident))
        turn.records.append(.joined(incident, plan.event, at: now))
        return incident.id
    }

    /// Now and then, so that it costs each incident little: when the number has doubled since the last time.
    private mutating func forgetOldIncidents(at now: Instant) {
        guard incidents.count >= incidentsKeptMax else { return }
        incidents = incidents.filter { $0.value.isJoined(at: now, whileUnderWay: runs[$0.value.run]) }
        incidentsKeptMax = max(1_024, 2 * incidents.count)
    }

    private mutating func open(
        _ plan: RunPlan,
        _ lookup: DeviceLookup,
        dedupe: DedupeKey?,
        at now: Instant,
        in turn: inout Turn
    ) -> IncidentID {
        let run = plan.run(lookup, at: now)
        let incident = plan.incident(for: run, dedupeText: dedupe?.text ?? "", at: now)
        if let dedupe {
            forgetOldIncidents(at: now)
            incidents[dedupe] = incident
        }
        if keptVersions[plan.playbook.name, default: []].insert(plan.playbook.digest).inserted {
            turn.changes.append(.playbook(plan.playbook))
        }
        turn.changes += [.incident(incident), .opened(run)]
        turn.records += [.opened(incident, run, at: now), .started(run, at: now)]
        keep(run)
        advance(run.id, at: now, in: &turn) { $0.proceed() }
        return incident.id
    }
}

extension Run {
    fileprivate func awaitsEvent(of type: String) -> Bool {
        playbook.steps.contains { step in
            guard case .wait(.event(type, _, _)) = step.body, case .waiting = self[step.index].state else {
                return false
            }
            return true
        }
    }

    /// The end of the alarm that it answers: the same rule, of the same monitor, about the same device.
    fileprivate func isCleared(by event: Event) -> Bool {
        event.state != .inAlarm && playbook.trigger.cleared != .ignore && self.event.type == event.type
            && self.event.key.source == event.key.source && self.event.name == event.name
            && self.event.metric == event.metric && event.time >= self.event.time
    }
}

extension Incident {
    /// Within the window, and for as long as its run works through its main list. A run that waits for a person, was
    /// called off or only tells of its end answers nothing: an alarm that comes after the window must not be swallowed
    /// by it; nor one that comes before it, as the clock was set back.
    fileprivate func isJoined(at now: Instant, whileUnderWay run: Run?) -> Bool {
        opened <= now && now < joinsUntil || run?.phase == .main
    }
}
