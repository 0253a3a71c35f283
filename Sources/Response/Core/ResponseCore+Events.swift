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

    /// Tells the runs of the device that the event may concern: those that wait for one, and those whose last alarm it ends.
    private mutating func tell(_ event: Event, at now: Instant, in turn: inout Turn) -> [IncidentID] {
        let concerned = (runsOfDevice[event.device] ?? []).compactMap { runs[$0] }.filter { $0.event.key != event.key }
        let ended = endAlarms(by: event, of: concerned, at: now, in: &turn)
        let lettingIn = concerned.filter { run in
            !run.isDrill && run.playbook.trigger.cleared == .release && ended[run.id] == true
        }
        if lettingIn.contains(where: \.hasToLetIn) { overrule(lettingIn, at: now, in: &turn) }
        var told: [IncidentID] = []
        for id in concerned.map(\.id) {
            guard let run = runs[id] else { continue }
            if run.awaitsEvent(of: event.type) { advance(id, at: now, in: &turn) { $0.arrive(event) } }
            guard let wasLast = ended[id] else { continue }
            if wasLast { advance(id, at: now, in: &turn) { $0.clear(event) } }
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
        guard var incident = incidents[key],
            incident.isJoined(at: now, whileUnderWay: runs[incident.run])
                || incident.isOver(plan.event, at: now, within: plan.playbook.trigger.dedupe.window),
            !incident.isTooOld || plan.isTooOld(at: now)
        else {
            return open(plan, lookup, dedupe: key, at: now, in: &turn)
        }
        incident.eventsCount += 1
        if incident.device == lookup.device.id {
            incident.note(alarmAt: now, countingFor: plan.playbook.guards.storm?.window)
            // Of a run that has ended, or that no end of an alarm concerns, it does not matter which are in force.
            if let run = runs[incident.run], run.playbook.trigger.cleared != .ignore {
                incident.note(plan.event, beside: run.event)
            }
        }
        incidents[key] = incident
        turn.changes.append(.incident(incident))
        turn.records.append(.joined(incident, plan.event, at: now))
        return incident.id
    }

    private mutating func open(
        _ plan: RunPlan,
        _ lookup: DeviceLookup,
        dedupe: DedupeKey?,
        at now: Instant,
        in turn: inout Turn
    ) -> IncidentID {
        var run = plan.run(lookup, at: now)
        run.dedupeText = dedupe?.text ?? ""
        let incident = plan.incident(for: run, dedupeText: run.dedupeText, at: now)
        if dedupe != nil {
            forgetOldIncidents(at: now)
            place(incident)
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
}
