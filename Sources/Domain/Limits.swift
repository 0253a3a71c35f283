/// Every bound of the core and of the loop, with its reason; each edge has `…Limits` of its own.
///
/// A queue, loop, payload or fan-out that is bounded nowhere is a defect.
public struct Limits: Sendable {
    /// Bytes of one event's body. MQTT allows 256 MiB; no alert needs it.
    public var eventBytesMax = 256 * 1024
    /// Events and outcomes waiting for the loop. Beyond it intake answers 503: refusing is an answer, growing is not.
    public var inboxCountMax = 4_096
    /// Bytes of memory of the events that somebody waits for, from when they are read until they are durable. A body that is
    /// all numbers grows sixteenfold as it is read, so their number alone is no bound.
    public var inboxBytesMax = 64 * 1024 * 1024
    /// What a full mailbox says how long to wait. A turn takes milliseconds; who comes back sooner only asks again.
    public var inboxRetryAfter: Duration = .seconds(1)
    /// Events that one sender over HTTP may bring, in the long run. Far above what a monitor of a large fleet reports, and
    /// below what the engine takes in: one that has gone wild leaves room for the others.
    public var eventsPerSecondMax = 1_000
    /// For how long's worth of them may come at once: a whole fleet can raise an alarm within a moment.
    public var eventsBurst: Duration = .seconds(60)
    /// Effects under way or in line, of all connections. Beyond it events are refused, as each may bring more of them;
    /// outcomes and timers go on, so that the number falls.
    public var effectsUnderWayMax = 8_192
    /// Bytes of memory of the runs that are open, those that wait for a person included: each is there with its event. Beyond
    /// it events are refused. It is some 130,000 runs of small events, and nobody looks at another.
    public var runsOpenBytesMax = 512 * 1024 * 1024
    /// What an open run takes in memory beside its event, at least (`docs/performance.md`).
    public static let runBytes = 4 * 1024
    /// Alarms of one device, each of a rule of its own, that an incident tells apart while they are in force. A monitor has a
    /// dozen rules for a device; beyond this no end of an alarm lets it in, only a person does, or the time of what was done.
    public static let alarmsPerIncidentMax = 64
    /// How long the engine leaves a full disk alone before it tries it again. Somebody has to make room; a try costs one
    /// transaction.
    public var noRoomPause: Duration = .seconds(1)
    /// How often the engine writes into the audit log that it is alive. Somebody who finds nothing for twice that knows
    /// that it was not.
    public var heartbeatInterval: Duration = .seconds(60)
    /// How far the machine's clock may be from the engine's time before people are told. Less is mended within a minute.
    public var clockGapNoticed: Duration = .seconds(5)
    /// For how long what the registry said of a device at the alarm counts. A command that leaves later has it asked once
    /// more: people may have thought for hours, and somebody may have protected the device meanwhile. A run that goes
    /// straight through has it asked once.
    public var protectionCountsFor: Duration = .seconds(60)
    /// How old the engine's count of the fleet may be. Fleets grow by the day, and an import of devices is known within
    /// a minute.
    public var fleetCountAgeMax: Duration = .seconds(60)
    /// Inputs that share one transaction. Large enough that a flush is shared, small enough that the first of a batch
    /// does not wait long for the last. Where the time of an effect is over, all outcomes that have come are taken besides.
    public var turnInputsMax = 256
    /// So many have arrived, and they are decided on while the turn before them is still being written. With fewer the
    /// engine waits for it: those that come meanwhile share a flush with them then. Where no turn is being written, it takes
    /// so many at most.
    public var turnInputsEarly = 64
    /// Effects under way at once on one connection. A slow receiver must not take all the engine's hands.
    public var effectsPerConnectionMax = 32
    /// Effects in line for a place on one connection, at most. Those beyond are tried again later: a line that is longer
    /// than what a receiver takes in an attempt's time only makes attempts late.
    public var effectsWaitingPerConnectionMax = 1_024
    /// Attempts in a row without an answer after which a connection counts as gone. One lost answer is no pattern; and as
    /// 32 may be under way at once, a handful shows soon enough that nobody answers.
    public var breakerFailuresMax = 5
    /// How long a connection that is gone is left alone before one attempt tries it again. It doubles with each that
    /// fails, up to the maximum: short, because a device waits to be contained, and one attempt costs nobody anything.
    public var breakerPauseFirst: Duration = .seconds(1)
    public var breakerPauseMax: Duration = .seconds(15)
    /// Bytes of a playbook's YAML.
    public var playbookBytesMax = 256 * 1024
    /// Nodes of a playbook's YAML.
    public var playbookNodesMax = 10_000
    /// Nesting of a playbook's YAML.
    public var playbookDepthMax = 32
    /// Steps of one playbook, branches included: the length of a run is bounded before it starts.
    public var stepsMax = 1_000
    /// Bytes of an outcome's evidence or of an error's text that are kept.
    public var evidenceBytesMax = 4_096
    /// Entries between two checkpoints, and the time between them, whichever is first.
    public var checkpointEntriesMax = 1_000
    public var checkpointInterval: Duration = .seconds(10)
    /// Entries after the last checkpoint of a log whose signer cannot be asked, such as an export: with more of them it is
    /// not sound. A signature waits for the turn that reaches 1,000 entries and is stored with the one after it, and in a
    /// storm each of the two may write thousands.
    public var uncoveredEntriesMax = 10_000

    public init() {}
}
