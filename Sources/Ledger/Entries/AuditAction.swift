/// What happened, in a word of the past or present that an investigator reads a year later.
///
/// The text is stored: changing one is a migration, and a word is retired, never reused. A reader refuses a word that
/// it does not know, so a verifier must be at least as new as the engine whose log it reads.
public enum AuditAction: CaseIterable, Hashable, Sendable {
    case engineStarted, engineStopped, engineHeartbeat
    case eventAccepted, eventUndecided, eventObserved, eventRefused
    case eventQuarantined, quarantineRetried, quarantineDropped
    case incidentOpened, incidentJoined
    case runStarted, runClosing, runPaused, runEnded, runCleared, runInForce
    case stepIntent, stepOK, stepSent, stepRehearsed, stepFailed, stepUnknown, stepProbing, stepRetry, stepExhausted
    case stepResumed, stepSkipped, stepDone, stepWaiting, stepArrived
    case approvalAsked, approvalGranted, approvalRefused, approvalExpired
    case releaseDue, releaseOrdered
    case guardHeld, guardWouldHold, guardLifted
    case holdApproved, holdRejected
    case stepAnew, stepReopened, stepQueued, runSuperseded, proofOverruled
    case stopSet, stopLifted
    case playbookLoaded, playbookChanged, playbookRemoved
    case configurationLoaded, configurationChanged
    case keyRotated, redactionAsked, redactionDone
    case logRead, logExported, logArchived, logDoubted
    case registryChanged, tokenAdded

    /// The stored spelling: what it is about, a dot, what became of it.
    public var text: String {
        switch self {
        case .engineStarted: "engine.started"
        case .engineStopped: "engine.stopped"
        case .engineHeartbeat: "engine.heartbeat"
        case .eventAccepted: "event.accepted"
        case .eventUndecided: "event.undecided"
        case .eventObserved: "event.observed"
        case .eventRefused: "event.refused"
        case .eventQuarantined: "event.quarantined"
        case .quarantineRetried: "quarantine.retried"
        case .quarantineDropped: "quarantine.dropped"
        case .incidentOpened: "incident.opened"
        case .incidentJoined: "incident.joined"
        case .runStarted: "run.started"
        case .runClosing: "run.closing"
        case .runPaused: "run.paused"
        case .runEnded: "run.ended"
        case .runCleared: "run.cleared"
        case .runInForce: "run.in-force"
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
        case .stepDone: "step.done"
        case .stepWaiting: "step.waiting"
        case .stepArrived: "step.arrived"
        case .approvalAsked: "approval.asked"
        case .approvalGranted: "approval.granted"
        case .approvalRefused: "approval.refused"
        case .approvalExpired: "approval.expired"
        case .releaseDue: "release.due"
        case .releaseOrdered: "release.ordered"
        case .stepQueued: "step.queued"
        case .runSuperseded: "run.superseded"
        case .guardHeld: "guard.held"
        case .guardWouldHold: "guard.would-hold"
        case .guardLifted: "guard.lifted"
        case .holdApproved: "hold.approved"
        case .holdRejected: "hold.rejected"
        case .stepAnew: "step.anew"
        case .stepReopened: "step.reopened"
        case .proofOverruled: "proof.overruled"
        case .stopSet: "stop.set"
        case .stopLifted: "stop.lifted"
        case .playbookLoaded: "playbook.loaded"
        case .playbookChanged: "playbook.changed"
        case .playbookRemoved: "playbook.removed"
        case .configurationLoaded: "configuration.loaded"
        case .configurationChanged: "configuration.changed"
        case .keyRotated: "key.rotated"
        case .redactionAsked: "redaction.asked"
        case .redactionDone: "redaction.done"
        case .logRead: "log.read"
        case .logExported: "log.exported"
        case .logArchived: "log.archived"
        case .logDoubted: "log.doubted"
        case .registryChanged: "registry.changed"
        case .tokenAdded: "token.added"
        }
    }

    public init?(text: String) {
        guard let match = Self.byText[text] else { return nil }
        self = match
    }

    // A verifier looks up a million of them.
    private static let byText = Dictionary(uniqueKeysWithValues: allCases.map { ($0.text, $0) })
}
