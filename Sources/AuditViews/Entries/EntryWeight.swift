import Ledger

/// How much an entry asks for attention: what a collector of logs sorts by.
enum EntryWeight {
    /// Everything goes its way.
    case informational
    /// Something was done to a device, or decided by a person.
    case notable
    /// Something did not work, or waits.
    case warning
    /// A person must look.
    case urgent

    init(of action: AuditAction) {
        switch action {
        case .engineStarted, .engineStopped, .engineHeartbeat, .eventAccepted, .eventUndecided, .eventObserved,
            .incidentJoined, .runStarted, .runClosing, .runCleared, .stepIntent, .stepOK, .stepRehearsed, .stepProbing,
            .stepResumed, .stepSkipped, .stepDone, .stepWaiting, .stepArrived, .releaseDue, .guardWouldHold,
            .stepQueued, .guardLifted,
            .playbookLoaded, .configurationLoaded, .logRead:
            self = .informational
        case .incidentOpened, .runEnded, .runInForce, .stepSent, .approvalAsked, .approvalGranted, .releaseOrdered,
            .holdApproved, .stepAnew, .stepReopened, .runSuperseded, .stopLifted, .playbookChanged, .playbookRemoved,
            .configurationChanged, .quarantineRetried, .logExported, .logArchived:
            self = .notable
        case .eventRefused, .stepFailed, .stepRetry, .approvalRefused, .approvalExpired, .guardHeld, .holdRejected,
            .quarantineDropped, .keyRotated, .redactionAsked, .redactionDone:
            self = .warning
        case .stepUnknown, .stepExhausted, .runPaused, .stopSet, .eventQuarantined, .logDoubted:
            self = .urgent
        }
    }
}
