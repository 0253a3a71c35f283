public import Domain
public import Playbooks

/// One execution of a pinned playbook version for an incident: everything the interpreter needs to go on after a
/// restart. Which effect is due follows from it alone.
public struct Run: Sendable {
    let origin: Origin
    public internal(set) var phase: Phase = .main
    public internal(set) var steps: [StepRecord]
    public internal(set) var ended: Instant?
    /// Counts the writes of this run: each is a compare-and-set on it.
    public internal(set) var revision = 0
    /// What its incident is found by; empty where a person started it. A store keeps it with the incident.
    var dedupeText = ""

    public enum Phase: Hashable, Sendable {
        case main
        /// The alarm is over, or somebody ended it: nothing begins any more, and what is under way is awaited. Whether what
        /// keeps the device off is then taken back, that of what is under way included.
        case clearing(lettingIn: Bool)
        /// The `always` steps run; the outcome is decided.
        case closing(RunOutcome)
        /// At rest, and open: a person decides how it goes on.
        case waitingForPerson(RunOutcome)
        /// At rest: everything is done, and what was done to the device will be taken back at its time.
        case inForce(RunOutcome)
        case ended(RunOutcome)

        public var outcome: RunOutcome? {
            switch self {
            case .main, .clearing: nil
            case .closing(let outcome), .waitingForPerson(let outcome), .inForce(let outcome), .ended(let outcome):
                outcome
            }
        }

        /// Nothing is under way any more.
        public var isAtRest: Bool {
            switch self {
            case .main, .clearing, .closing: false
            case .waitingForPerson, .inForce, .ended: true
            }
        }

        /// The stored spelling.
        public var text: String {
            switch self {
            case .main: "running"
            case .clearing(lettingIn: false): "clearing"
            case .clearing(lettingIn: true): "letting-in"
            case .closing: "closing"
            case .waitingForPerson: "waiting-for-person"
            case .inForce: "in-force"
            case .ended: "ended"
            }
        }

        package init?(text: String, outcome: RunOutcome?) {
            switch (text, outcome) {
            case ("running", nil): self = .main
            case ("clearing", nil): self = .clearing(lettingIn: false)
            case ("letting-in", nil): self = .clearing(lettingIn: true)
            case ("closing", let outcome?): self = .closing(outcome)
            case ("waiting-for-person", let outcome?): self = .waitingForPerson(outcome)
            case ("in-force", let outcome?): self = .inForce(outcome)
            case ("ended", let outcome?): self = .ended(outcome)
            default: return nil
            }
        }
    }

    package init(
        id: RunID,
        incident: IncidentID,
        playbook: Playbook,
        event: Event,
        device: Device,
        started: Instant,
        startedBy: Actor,
        isDrill: Bool,
        deviceIsUnknown: Bool,
        isTooOld: Bool,
        asks: Bool,
        fleet: FleetSnapshot?
    ) {
        origin = Origin(
            Origin.Content(
                id: id,
                incident: incident,
                playbook: playbook,
                event: event,
                device: device,
                started: started,
                startedBy: startedBy,
                isDrill: isDrill,
                deviceIsUnknown: deviceIsUnknown,
                isTooOld: isTooOld,
                asks: asks,
                fleet: fleet,
                inputs: playbook.inputs(event, device, incident, fleet, at: started)
            )
        )
        steps = Array(repeating: StepRecord(), count: playbook.steps.count)
    }

    public subscript(index: Step.Index) -> StepRecord {
        get { steps[index.position] }
        set { steps[index.position] = newValue }
    }
}

extension Run {
    /// Whether something of it is to be taken back, or is being taken back.
    var hasMeasures: Bool {
        playbook.releases.contains { index in self[index].state != .ready && !self[index].state.isClosed }
    }

    /// Whether something of it is in force, or was.
    var hadMeasures: Bool { playbook.releases.contains { self[$0].state != .ready } }

    /// Whether a command that acts on the device was ever on its way, or rehearsed.
    var hasTouchedDevice: Bool {
        playbook.steps.contains { step in
            guard case .action(let call) = step.body, call.descriptor.touchesDevice else { return false }
            return self[step.index].state.attempts > 0
        }
    }

    /// Whether a step was left out because of a limit.
    var wasOverLimit: Bool {
        steps.contains { if case .skipped(.overLimit) = $0.state { true } else { false } }
    }

    /// What may be said of the device once every step is closed. Only a verification that succeeded says "contained".
    var outcomeWhenDone: RunOutcome {
        if isDrill { return .drilled }
        var proven = false
        var acted = false
        for step in playbook.steps {
            guard let call = step.call else { continue }
            let record = self[step.index]
            if call.descriptor.touchesDevice, record.mayHaveHadEffect { acted = true }
            if call.descriptor.liftsContainment, record.mayHaveHadEffect { proven = false }
            // The last verification counts: a later one that fails takes the word back, even where it could not begin.
            if call.descriptor.provesContainment, record.state.attempts > 0 || record.state.isFailure {
                if case .ok = record.state { proven = !record.isOverruled } else { proven = false }
            }
        }
        return proven ? .contained : acted ? .actedNotVerified : .nothingDone
    }
}
