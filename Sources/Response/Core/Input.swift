public import Domain
public import Playbooks

/// What can happen to the core.
public enum Input: Sendable {
    /// A monitor's report, which no earlier turn has seen.
    case event(Event, device: DeviceLookup, from: Actor)
    /// A person runs a playbook, whatever its `on` says.
    case start(ManualStart, device: DeviceLookup)
    /// What became of an attempt.
    case finished(IntentID, AttemptResult)
    /// What was read back of an attempt whose outcome is unknown.
    case probed(IntentID, ProbeResult)
    /// What a person wants of what is under way.
    case ordered(OperatorOrder)
    /// The kill switch that needs neither engine nor database: whether it is thrown, and what whoever threw it wrote. Anybody
    /// may have written that.
    case stopSwitch(isThrown: Bool, words: String = "")
    /// How many devices there are now.
    case fleet(FleetSnapshot)
    /// Time has passed: what is due is due.
    case tick
}

/// What a receiver shows of an earlier attempt.
public enum ProbeResult: Hashable, Sendable {
    case applied(Completion)
    /// Proof that there was no effect.
    case notApplied(OperatorError)
    case unclear(OperatorError)
}

/// What the registry answered when it was asked who the device is.
public enum DeviceLookup: Hashable, Sendable {
    /// The registry's record; one for a device that it does not know is ``Device/unregistered(_:)``.
    case found(Device)
    case unavailable(DeviceID, OperatorError)

    var device: Device {
        switch self {
        case .found(let device): device
        case .unavailable(let id, _): .unregistered(id)
        }
    }

    var isUnavailable: Bool {
        switch self {
        case .found: false
        case .unavailable: true
        }
    }
}

/// A run that a person asked for.
public struct ManualStart: Sendable {
    public let playbook: Playbook
    public let event: Event
    public let by: Actor
    public let dryRun: Bool

    public init(playbook: Playbook, event: Event, by: Actor, dryRun: Bool) {
        self.playbook = playbook
        self.event = event
        self.by = by
        self.dryRun = dryRun
    }
}

/// Which attempt an outcome belongs to. A late or repeated answer names an attempt that is no longer awaited.
public struct IntentID: Hashable, Sendable {
    public let run: RunID
    public let step: Step.Index
    public let attempt: Int
    /// A person who has the step sent anew begins another: its attempts are counted from 1 again.
    public let generation: Int

    public init(run: RunID, step: Step.Index, attempt: Int, generation: Int = 0) {
        self.run = run
        self.step = step
        self.attempt = attempt
        self.generation = generation
    }
}
