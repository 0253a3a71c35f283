import CEL
import Domain
import Ledger

// Which event an entry is. An entry that lacks what its class asks for is a Base Event.
extension OCSFEvent {
    init(_ entry: ViewedEntry) {
        let mapped = Self.mapped(entry) ?? .unmapped(entry.record.action.text)
        self = mapped
        severity = Self.severity(of: entry.record)
        statusDetail = entry.record.outcome
    }

    private static func mapped(_ entry: ViewedEntry) -> Self? {
        let record = entry.record
        return switch record.action {
        case .eventAccepted, .eventUndecided, .eventObserved: detection(record)
        case .incidentOpened: incident(record, Term(1, "Create"), Term(1, "New"))
        case .incidentJoined, .runStarted, .runClosing, .runCleared, .runInForce, .runSuperseded:
            incident(record, Term(2, "Update"), Term(2, "In Progress"))
        case .runPaused: incident(record, Term(2, "Update"), Term(3, "On Hold"))
        case .runEnded: incident(record, Term(3, "Close"), ending(record))
        // A success is what the receiver itself confirmed. What was handed over, or rehearsed, is not called one.
        case .stepOK: remediation(entry, Term(1, "Success"))
        case .stepFailed: remediation(entry, failure)
        case .stepRetry, .stepExhausted: remediation(entry, statusOfAttempt(record))
        case .stepUnknown: remediation(entry, unknown)
        case .stepIntent, .stepSent, .stepRehearsed, .stepProbing, .stepResumed:
            remediation(entry, .other(record.action.text))
        case .engineStarted: lifecycle(Term(3, "Start"))
        case .engineStopped: lifecycle(Term(4, "Stop"))
        case .engineHeartbeat, .eventRefused, .eventQuarantined, .quarantineRetried, .quarantineDropped, .stepSkipped,
            .stepDone, .stepWaiting, .stepArrived, .approvalAsked, .approvalGranted, .approvalRefused,
            .approvalExpired, .releaseDue, .releaseOrdered, .guardHeld, .guardWouldHold, .guardLifted, .holdApproved,
            .holdRejected,
            .stepAnew, .stepReopened, .stepQueued, .proofOverruled, .stopSet, .stopLifted, .playbookLoaded,
            .playbookChanged,
            .playbookRemoved, .configurationLoaded, .configurationChanged, .keyRotated, .redactionAsked,
            .redactionDone, .logRead, .logExported, .logArchived, .logDoubted, .registryChanged, .tokenAdded:
            nil
        }
    }

    private static let failure = Term(2, "Failure")
    private static let unknown = Term(0, "Unknown")

    /// A failure is what is proven to be one.
    private static func statusOfAttempt(_ record: AuditRecord) -> Term {
        switch record.attemptEnd {
        case .transient: failure
        case .unknown: unknown
        case .rescheduled: .other(record.action.text)
        }
    }

    /// The finding is the event that a monitor reported, under the name that the log has for it.
    private static func detection(_ record: AuditRecord) -> Self? {
        guard let object = record.object, object.kind == .event else { return nil }
        let isNew = record.action == .eventAccepted
        let (activity, status): (Term, Term) =
            switch (isNew, record.outcome) {
            case (true, "cleared"): (Term(3, "Close"), Term(4, "Resolved"))
            case (true, "invalidated"): (Term(3, "Close"), Term(3, "Suppressed"))
            case (true, _): (Term(1, "Create"), Term(1, "New"))
            case (false, _): (Term(2, "Update"), Term(2, "In Progress"))
            }
        return Self(
            form: .detection,
            activity: activity,
            status: status,
            more: [("finding_info", finding(object.name, titled: "Event of a monitor"))]
        )
    }

    /// The engine is who works on an incident; a person who has to decide is not known by name.
    private static func incident(_ record: AuditRecord, _ activity: Term, _ status: Term) -> Self? {
        guard let incident = record.incident else { return nil }
        var event = Self(form: .incident, activity: activity, status: status)
        let eventName = record.object.flatMap { $0.kind == .event ? $0.name : nil }
        let reported =
            eventName.map { finding($0, titled: "Event of a monitor") }
            ?? finding(incident.description, titled: "Incident \(incident)")
        event.more = [
            ("finding_info_list", .list([reported])),
            ("assignee", ["name": "engine", "type_id": 3, "type": "System"]),
            ("desc", .string("Incident \(incident)")),
        ]
        if record.isDrill { event.more += [("verdict_id", 6), ("verdict", "Test")] }
        return event
    }

    /// Only what was proven to be contained is resolved; what ended without proof is closed.
    private static func ending(_ record: AuditRecord) -> Term {
        record.outcome == "contained" && !record.isDrill ? Term(4, "Resolved") : Term(5, "Closed")
    }

    private static func finding(_ uid: String, titled title: String) -> Value {
        ["uid": .string(uid), "title": .string(title)]
    }

    private static func lifecycle(_ activity: Term) -> Self {
        Self(form: .lifecycle, activity: activity, status: Term(1, "Success"), more: [("app", ["name": "Cordon"])])
    }

    private static func remediation(_ entry: ViewedEntry, _ status: Term) -> Self? {
        let record = entry.record
        guard let run = record.run, let step = record.step else { return nil }
        let command = [run.description, step, record.attempt.map { "\($0)" }].compactMap(\.self)
        let tactic = entry.kind.flatMap(tactic)
        var event = Self(
            form: .remediation,
            activity: tactic ?? .other(entry.kind ?? record.action.text),
            status: status,
            more: [("command_uid", .string(command.joined(separator: "/")))]
        )
        if let tactic {
            let name = Value.string(tactic.caption)
            event.more.append(("countermeasures", [["d3f_tactic": ["name": name]]]))
        }
        return event
    }

    /// The tactic of MITRE D3FEND, for the kinds of steps that have one.
    private static func tactic(of kind: String) -> Term? {
        switch kind {
        case "certificate.deactivate", "session.disconnect": Term(1, "Isolate")
        case "certificate.revoke": Term(2, "Evict")
        case "certificate.reactivate", "session.restore": Term(3, "Restore")
        default: nil
        }
    }

    private static func severity(of record: AuditRecord) -> Term {
        if record.action == .incidentOpened, let severity = record.outcome.flatMap(Severity.init(text:)) {
            return severity.term
        }
        return switch AuditSeverity(of: record.action) {
        case .info: Severity.informational.term
        case .notice: Severity.low.term
        case .warning: Severity.medium.term
        case .critical: Severity.high.term
        }
    }
}

extension Severity {
    fileprivate var term: OCSFEvent.Term {
        switch self {
        case .unknown: OCSFEvent.Term(0, "Unknown")
        case .informational: OCSFEvent.Term(1, "Informational")
        case .low: OCSFEvent.Term(2, "Low")
        case .medium: OCSFEvent.Term(3, "Medium")
        case .high: OCSFEvent.Term(4, "High")
        case .critical: OCSFEvent.Term(5, "Critical")
        }
    }
}
