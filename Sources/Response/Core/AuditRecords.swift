import Domain
import Ledger
import Playbooks

// What the core writes to the audit log, beside each change that it makes.

extension AuditRecord {
    static func accepted(_ event: Event, from source: Actor, at now: Instant, answers: Int) -> Self {
        Self(
            .eventAccepted,
            at: now,
            by: source,
            on: .event(event.key),
            outcome: event.state.text,
            detail: "\(event.type) of \(event.device), \(event.metric), answered by \(answers) playbooks"
        )
    }

    static func undecided(_ playbook: Playbook, _ event: Event, _ reason: String, at now: Instant) -> Self {
        Self(
            .eventUndecided,
            at: now,
            on: .event(event.key),
            playbook: playbook.digest,
            detail: "'on.if' of \(playbook.name): \(reason)"
        )
    }

    static func observed(_ playbook: Playbook, _ event: Event, at now: Instant) -> Self {
        Self(.eventObserved, at: now, on: .event(event.key), playbook: playbook.digest, detail: playbook.name)
    }

    static func opened(_ incident: Incident, _ run: Run, at now: Instant) -> Self {
        Self(
            .incidentOpened,
            at: now,
            by: run.startedBy,
            on: .device(incident.device),
            incident: incident.id,
            playbook: run.playbook.digest,
            outcome: incident.severity.text,
            detail: incident.playbook,
            isDrill: incident.isDrill
        )
    }

    static func joined(_ incident: Incident, _ event: Event, at now: Instant) -> Self {
        Self(
            .incidentJoined,
            at: now,
            on: .event(event.key),
            incident: incident.id,
            detail: "event \(incident.eventsCount) of the incident"
                + (incident.alarms?.isOverfull == true ? "; \(AuditRecord.overfull)" : ""),
            isDrill: incident.isDrill
        )
    }

    /// The end of an alarm that is not the last one of its incident.
    static func ended(_ event: Event, in incident: Incident, _ alarms: KnownAlarms, at now: Instant) -> Self {
        let count = alarms.inForceCount
        let left = count == 1 ? "another one is in force" : "\(count) others are in force"
        return Self(
            .incidentJoined,
            at: now,
            on: .event(event.key),
            incident: incident.id,
            outcome: event.state.text,
            detail: "the end of an alarm; \(alarms.isOverfull ? overfull : left)",
            isDrill: incident.isDrill
        )
    }

    private static let overfull =
        "more than \(Limits.alarmsPerIncidentMax) different alarms were in force at once, so no end of one counts any more: "
        + "a person ends it"

    static func started(_ run: Run, at now: Instant) -> Self {
        Self(
            .runStarted,
            at: now,
            by: run.startedBy,
            on: .playbook(run.playbook.name),
            incident: run.incident,
            run: run.id,
            playbook: run.playbook.digest,
            isDrill: run.isDrill
        )
    }

    /// Of a run that nobody goes on with. What its steps are called, only its playbook says.
    static func overruled(_ run: RunAside, at now: Instant) -> Self {
        Self(
            .proofOverruled,
            at: now,
            on: .device(run.device.id),
            incident: run.incident,
            run: run.id,
            playbook: run.version,
            detail: "it is set aside, and knows nothing of what is done to the device meanwhile"
        )
    }
}

extension Advance {
    /// An entry about the run, or about one of its steps as it now stands.
    mutating func record(
        _ action: AuditAction,
        _ index: Step.Index? = nil,
        by actor: Actor = .engine,
        outcome: String? = nil,
        detail: String = "",
        request: Digest? = nil,
        evidence: Digest? = nil
    ) {
        let attempts = index.map { run[$0].state.attempts } ?? 0
        turn.records.append(
            AuditRecord(
                action,
                at: now,
                by: actor,
                on: .device(run.device.id),
                incident: run.incident,
                run: run.id,
                step: index.map { run.playbook[$0].path },
                attempt: attempts > 0 ? attempts : nil,
                playbook: run.playbook.digest,
                outcome: outcome,
                detail: detail,
                request: request,
                evidence: evidence,
                isDrill: run.isDrill
            )
        )
    }
}
