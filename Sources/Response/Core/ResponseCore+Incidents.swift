import Domain
import Ledger
import Playbooks

// Where the incidents are, and what the end of an alarm comes to.
extension ResponseCore {
    /// Takes the place of the incident that events of this key joined before. Where the run of that one is open, it is told
    /// yet which of its alarms end.
    mutating func place(_ incident: Incident) {
        let key = DedupeKey(incident)
        if let former = incidents[key], former.alarms != nil, runs[former.run] != nil { replaced[former.run] = former }
        incidents[key] = incident
    }

    /// Now and then, so that it costs each incident little: when the number has doubled since the last time.
    mutating func forgetOldIncidents(at now: Instant) {
        guard incidents.count >= incidentsKeptMax else { return }
        incidents = incidents.filter { _, incident in
            let run = runs[incident.run]
            return incident.isJoined(at: now, whileUnderWay: run)
                || incident.alarms != nil && (run != nil || now < incident.keptUntil)
        }
        incidentsKeptMax = max(1_024, 2 * incidents.count)
    }

    /// The incident of a run. Nil where a person started it, and where nothing joins it any more, if only its first alarm is
    /// known.
    private func incident(of run: Run) -> Incident? {
        let key = DedupeKey(playbook: run.playbook.name, text: run.dedupeText, isDrill: run.isDrill)
        if let incident = incidents[key], incident.run == run.id { return incident }
        return replaced[run.id]
    }

    private mutating func update(_ incident: Incident, in turn: inout Turn) {
        if replaced[incident.run] == nil {
            incidents[DedupeKey(incident)] = incident
        } else {
            replaced[incident.run] = incident
        }
        turn.changes.append(.incident(incident))
    }

    /// Nothing is done for what joins the run's incident from now on, so nothing does.
    mutating func endWindow(of run: Run, at now: Instant, in turn: inout Turn) {
        guard var incident = incident(of: run), now < incident.joinsUntil else { return }
        incident.endWindow(at: now)
        update(incident, in: &turn)
    }

    /// Takes the end of an alarm.
    /// - Returns: of each run whose alarm it was, whether that was the last one in force.
    mutating func endAlarms(
        by event: Event,
        of runs: [Run],
        at now: Instant,
        in turn: inout Turn
    ) -> [RunID: Bool] {
        guard event.state != .inAlarm else { return [:] }
        var ended: [RunID: Bool] = [:]
        for run in runs where run.playbook.trigger.cleared != .ignore {
            guard var incident = incident(of: run) else {
                if run.event.isEnded(by: event) { ended[run.id] = true }
                continue
            }
            guard incident.end(by: event, beside: run.event), let alarms = incident.alarms else { continue }
            if alarms.areOver {
                incident.endWindow(at: now)
            } else {
                turn.records.append(.ended(event, in: incident, alarms, at: now))
            }
            update(incident, in: &turn)
            ended[run.id] = alarms.areOver
        }
        return ended
    }
}

extension ResponseCore.DedupeKey {
    init(_ incident: Incident) {
        self.init(playbook: incident.playbook, text: incident.dedupeText, isDrill: incident.isDrill)
    }
}

extension Incident {
    /// Within the window, and for as long as its run works through its main list. A run that waits for a person, was
    /// called off or only tells of its end answers nothing: an alarm that comes after the window must not be swallowed
    /// by it; nor one that comes before it, as the clock was set back. Where the device is in again the window is over.
    func isJoined(at now: Instant, whileUnderWay run: Run?) -> Bool {
        opened <= now && now < joinsUntil || run?.phase == .main
    }
}
