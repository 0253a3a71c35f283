package import Ledger

/// How much an entry asks for somebody's attention, so that a receiver needs not know our words.
package enum RelaySeverity: Int, CaseIterable, Comparable, Sendable {
    /// As it should be, and much of it.
    case info
    /// Somebody who follows along wants to see it.
    case notice
    /// It did not go as it was meant to.
    case warning
    /// Somebody has to look now.
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

    package init(of action: AuditAction) {
        self =
            switch action {
            case .engineHeartbeat, .eventAccepted, .eventObserved, .incidentJoined, .runClosing, .runCleared,
                .stepIntent, .stepOK, .stepSent, .stepRehearsed, .stepProbing, .stepRetry, .stepResumed, .stepSkipped,
                .stepDone, .stepWaiting, .stepArrived, .stepQueued, .releaseDue, .playbookLoaded,
                .configurationLoaded, .logRead:
                .info
            case .engineStarted, .engineStopped, .quarantineRetried, .incidentOpened, .runStarted, .runPaused,
                .runEnded, .runInForce, .runSuperseded, .approvalAsked, .approvalGranted, .approvalRefused,
                .releaseOrdered, .guardWouldHold, .holdApproved, .holdRejected, .stepAnew, .stepReopened,
                .stopLifted, .guardLifted, .playbookChanged, .playbookRemoved, .configurationChanged, .logExported,
                .logArchived:
                .notice
            case .eventUndecided, .eventRefused, .quarantineDropped, .stepFailed, .stepUnknown, .approvalExpired,
                .guardHeld, .keyRotated, .redactionAsked, .redactionDone:
                .warning
            case .eventQuarantined, .stepExhausted, .stopSet, .logDoubted:
                .critical
            }
    }

    package static func < (lhs: Self, rhs: Self) -> Bool { lhs.rawValue < rhs.rawValue }
}
