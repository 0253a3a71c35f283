/// How much an entry asks for somebody's attention: what every other program that is handed entries sorts by, so that it
/// needs not know our words.
package enum AuditSeverity: CaseIterable, Hashable, Comparable, Sendable {
    /// As it should be, and much of it.
    case info
    /// Somebody who follows along wants to see it; nobody has to do anything.
    case notice
    /// It did not go as it was meant to, or somebody may want to undo it.
    case warning
    /// Somebody has to look now: it waits for a person, or nothing goes on without one.
    case critical

    /// The spelling of configuration and receivers.
    package var text: String {
        switch self {
        case .info: "info"
        case .notice: "notice"
        case .warning: "warning"
        case .critical: "critical"
        }
    }

    package init?(text: String) {
        guard let match = Self.allCases.first(where: { $0.text == text }) else { return nil }
        self = match
    }

    /// By the action alone: an outcome makes nothing less urgent, and what makes a run wait is an action of its own.
    package init(of action: AuditAction) {
        self =
            switch action {
            case .engineHeartbeat, .eventAccepted, .eventObserved, .incidentJoined, .runStarted, .runClosing,
                .runCleared, .stepIntent, .stepOK, .stepRehearsed, .stepProbing, .stepResumed, .stepSkipped, .stepDone,
                .stepWaiting, .stepArrived, .stepQueued, .releaseDue, .playbookLoaded, .configurationLoaded, .logRead:
                .info
            // What was sent was not confirmed; an attempt that failed is followed by another; what people decide, they know.
            case .engineStarted, .engineStopped, .quarantineRetried, .incidentOpened, .runEnded, .runInForce,
                .runSuperseded, .stepSent, .stepRetry, .approvalGranted, .approvalRefused, .releaseOrdered,
                .guardWouldHold, .guardLifted, .holdApproved, .holdRejected, .stepAnew, .stepReopened, .stopLifted,
                .playbookChanged, .playbookRemoved, .configurationChanged, .logExported, .logArchived,
                .registryChanged:
                .notice
            // What a guard holds may be let go by the guard itself; where it needs a person, the run pauses.
            case .eventUndecided, .eventRefused, .quarantineDropped, .stepFailed, .approvalExpired, .guardHeld,
                .proofOverruled, .keyRotated, .redactionAsked, .redactionDone, .tokenAdded:
                .warning
            case .eventQuarantined, .runPaused, .stepUnknown, .stepExhausted, .approvalAsked, .stopSet, .logDoubted:
                .critical
            }
    }
}
