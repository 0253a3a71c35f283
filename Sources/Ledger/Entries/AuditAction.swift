/// What happened, in a word of the past or present that an investigator reads a year later.
///
/// The text is stored: changing one is a migration, and a word is retired, never reused. A reader refuses a word that
/// it does not know, so a verifier must be at least as new as the engine whose log it reads.
public enum AuditAction: CaseIterable, Hashable, Sendable {
    case engineStarted, engineStopped, engineHeartbeat
    case eventAccepted, eventUndecided, eventObserved, eventUnmatched, eventRefused, eventQuarantined
    case incidentOpened, incidentJoined, incidentClosed
    case runStarted, runClosing, runPaused, runResumed, runSuperseded, runCancelled, runEnded
    case stepIntent, stepOK, stepSent, stepRehearsed, stepFailed, stepUnknown, stepProbing, stepRetry, stepExhausted
    case stepResumed
    case stepSkipped, stepCancelled, stepReleased, stepResolved
    case guardHeld, guardWouldHold, guardReleased
    case approvalAsked, approvalGiven, approvalRejected, approvalExpired
    case stopSet, stopLifted
    case measureInForce, measureExpired, measureReleased, measureDrifted
    case playbookLoaded, playbookRefused, playbookRemoved
    case configurationLoaded

    /// The stored spelling: what it is about, a dot, what became of it.
    public var text: String {
        switch self {
        case .engineStarted: "engine.started"
        case .engineStopped: "engine.stopped"
        case .engineHeartbeat: "engine.heartbeat"
        case .eventAccepted: "event.accepted"
        case .eventUndecided: "event.undecided"
        case .eventObserved: "event.observed"
        case .eventUnmatched: "event.unmatched"
        case .eventRefused: "event.refused"
        case .eventQuarantined: "event.quarantined"
        case .incidentOpened: "incident.opened"
        case .incidentJoined: "incident.joined"
        case .incidentClosed: "incident.closed"
        case .runStarted: "run.started"
        case .runClosing: "run.closing"
        case .runPaused: "run.paused"
        case .runResumed: "run.resumed"
        case .runSuperseded: "run.superseded"
        case .runCancelled: "run.cancelled"
        case .runEnded: "run.ended"
        case .stepIntent: "step.intent"
        case .stepOK: "step.ok"
        case .stepSent: "step.sent"
        case .stepFailed: "step.failed"
        case .stepUnknown: "step.unknown"
        case .stepProbing: "step.probing"
        case .stepResumed: "step.resumed"
        case .stepRehearsed: "step.rehearsed"
        case .stepRetry: "step.retry"
        case .stepExhausted: "step.exhausted"
        case .stepSkipped: "step.skipped"
        case .stepCancelled: "step.cancelled"
        case .stepReleased: "step.released"
        case .stepResolved: "step.resolved"
        case .guardHeld: "guard.held"
        case .guardWouldHold: "guard.would-hold"
        case .guardReleased: "guard.released"
        case .approvalAsked: "approval.asked"
        case .approvalGiven: "approval.given"
        case .approvalRejected: "approval.rejected"
        case .approvalExpired: "approval.expired"
        case .stopSet: "stop.set"
        case .stopLifted: "stop.lifted"
        case .measureInForce: "measure.in-force"
        case .measureExpired: "measure.expired"
        case .measureReleased: "measure.released"
        case .measureDrifted: "measure.drifted"
        case .playbookLoaded: "playbook.loaded"
        case .playbookRefused: "playbook.refused"
        case .playbookRemoved: "playbook.removed"
        case .configurationLoaded: "configuration.loaded"
        }
    }

    public init?(text: String) {
        guard let match = Self.byText[text] else { return nil }
        self = match
    }

    // A verifier looks up a million of them.
    private static let byText = Dictionary(uniqueKeysWithValues: allCases.map { ($0.text, $0) })
}
