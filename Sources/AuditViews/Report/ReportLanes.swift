import Domain
import Ledger

/// The timeline as a picture has it: a lane for the incident and one for each step, with attempts, waits and decisions.
struct ReportLanes {
    enum Shape: String, CaseIterable {
        case confirmed
        case handedOver = "handed-over"
        case rehearsed, failed, unknown, wait, decision, event

        /// Said beside the colour, so that nobody needs the colour.
        var sign: String {
            switch self {
            case .confirmed: "✓"
            case .handedOver: "→"
            case .rehearsed: "~"
            case .failed: "✗"
            case .unknown: "?"
            case .wait: "…"
            case .decision: "◆"
            case .event: "•"
            }
        }

        var meaning: String {
            switch self {
            case .confirmed: "attempt, confirmed by the receiver"
            case .handedOver: "attempt, handed over without an answer"
            case .rehearsed: "attempt of a drill: nothing was sent"
            case .failed: "attempt that failed"
            case .unknown: "attempt with an unknown outcome"
            case .wait: "waiting"
            case .decision: "decision of a person"
            case .event: "something that happened at once"
            }
        }
    }

    /// From one time to another; the end is missing where it goes on.
    struct Span {
        let shape: Shape
        let from: Instant
        let to: Instant?
        let title: String
    }

    struct Lane {
        let name: String
        var spans: [Span] = []
    }

    private(set) var lanes: [Lane] = []
    private var attempts: [String: Instant] = [:]
    private var waits: [String: (from: Instant, title: String)] = [:]

    init(_ entries: [ViewedEntry]) {
        for entry in entries { take(entry.record, isByPerson: entry.isByPerson) }
        // What goes on has a lane already or gets one here, in the order of the names: a page is the same each time.
        for (lane, wait) in waits.sorted(by: { $0.key < $1.key }) {
            add(Span(shape: .wait, from: wait.from, to: nil, title: wait.title), to: lane)
        }
        for (lane, from) in attempts.sorted(by: { $0.key < $1.key }) {
            add(Span(shape: .unknown, from: from, to: nil, title: "under way"), to: lane)
        }
    }

    private mutating func take(_ record: AuditRecord, isByPerson: Bool) {
        let lane = record.step ?? "incident"
        let now = record.time
        let title = record.phrase
        switch record.action {
        case .stepIntent:
            endWait(of: lane, at: now)
            attempts[lane] = now
        case .stepOK: endAttempt(of: lane, .confirmed, at: now, title)
        case .stepSent: endAttempt(of: lane, .handedOver, at: now, title)
        case .stepRehearsed: endAttempt(of: lane, .rehearsed, at: now, title)
        case .stepFailed: endAttempt(of: lane, .failed, at: now, title)
        case .stepExhausted: endAttempt(of: lane, with: record.attemptEnd, at: now, title)
        case .stepUnknown: endAttempt(of: lane, .unknown, at: now, title)
        case .stepRetry:
            endAttempt(of: lane, with: record.attemptEnd, at: now, title)
            beginWait(of: lane, at: now, "pause before the next attempt")
        case .stepProbing:
            endAttempt(of: lane, .unknown, at: now, title)
            beginWait(of: lane, at: now, "looking up what became of it")
        case .stepWaiting, .stepQueued, .guardHeld, .approvalAsked: beginWait(of: lane, at: now, title)
        // One of several who must agree: the step waits on.
        case .approvalGranted: mark(lane, isByPerson ? .decision : .event, now, title)
        case .stepResumed, .stepSkipped, .stepDone, .stepArrived, .stepAnew, .stepReopened, .approvalRefused,
            .approvalExpired, .holdApproved, .holdRejected, .guardWouldHold, .guardLifted, .releaseDue, .releaseOrdered,
            .incidentOpened, .incidentJoined, .runStarted, .runClosing, .runPaused, .runCleared, .runInForce, .runEnded,
            .runSuperseded, .proofOverruled:
            endWait(of: lane, at: now)
            mark(lane, isByPerson ? .decision : .event, now, title)
        // Not about one incident.
        case .engineStarted, .engineStopped, .engineHeartbeat, .eventAccepted, .eventUndecided, .eventObserved,
            .eventRefused, .eventQuarantined, .quarantineRetried, .quarantineDropped, .stopSet, .stopLifted,
            .playbookLoaded, .playbookChanged, .playbookRemoved, .configurationLoaded, .configurationChanged,
            .keyRotated, .redactionAsked, .redactionDone, .logRead, .logExported, .logArchived, .logDoubted,
            .registryChanged, .tokenAdded:
            mark(lane, isByPerson ? .decision : .event, now, title)
        }
    }

    private mutating func beginWait(of lane: String, at now: Instant, _ title: String) {
        endWait(of: lane, at: now)
        waits[lane] = (now, title)
    }

    private mutating func endWait(of lane: String, at now: Instant) {
        guard let wait = waits.removeValue(forKey: lane) else { return }
        add(Span(shape: .wait, from: wait.from, to: now, title: wait.title), to: lane)
    }

    private mutating func endAttempt(of lane: String, _ shape: Shape, at now: Instant, _ title: String) {
        endWait(of: lane, at: now)
        let from = attempts.removeValue(forKey: lane) ?? now
        add(Span(shape: shape, from: from, to: now, title: title), to: lane)
    }

    private mutating func endAttempt(of lane: String, with end: AttemptEnd, at now: Instant, _ title: String) {
        switch end {
        case .transient: endAttempt(of: lane, .failed, at: now, title)
        case .unknown: endAttempt(of: lane, .unknown, at: now, title)
        case .rescheduled: break
        }
    }

    private mutating func mark(_ lane: String, _ shape: Shape, _ now: Instant, _ title: String) {
        add(Span(shape: shape, from: now, to: now, title: title), to: lane)
    }

    private mutating func add(_ span: Span, to name: String) {
        if let position = lanes.firstIndex(where: { $0.name == name }) {
            lanes[position].spans.append(span)
        } else {
            lanes.append(Lane(name: name, spans: [span]))
        }
    }
}
