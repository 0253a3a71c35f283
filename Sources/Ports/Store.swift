public import Domain
public import Ledger
package import Playbooks
public import Response

/// Where the engine's state and its audit log outlive the process.
///
/// One transaction per turn of the loop, durable when ``commit(_:)`` returns. Every implementation passes the contract
/// suite of `TestKit`.
public protocol Store: Sendable {
    /// Everything that the engine must know to go on. `signed` is how many entries the last checkpoint covers, as the
    /// signer's state says.
    func load(at now: Instant, signed: UInt64) async throws(StoreFailure) -> StoredState

    /// The receipts of those of the events that are known already.
    func receipts(for keys: [Event.Key]) async throws(StoreFailure) -> [Event.Key: EventReceipt]

    /// Makes the transaction durable, all of it or nothing.
    /// - Throws: ``StoreFailure/conflict(_:)`` where a row is not as the core remembers it, ``StoreFailure/full(_:)``
    ///   where there is no room for it. Nothing was written then.
    func commit(_ transaction: Transaction) async throws(StoreFailure)
}

/// One turn of the loop, as it is written.
public struct Transaction: Sendable {
    public var changes: [Change]
    public var entries: [StoredEntry]
    /// A signed note over the log up to here, or up to an earlier entry.
    public var checkpoint: StoredCheckpoint?
    public var redactions: [Redaction]

    public init(
        changes: [Change] = [],
        entries: [StoredEntry] = [],
        checkpoint: StoredCheckpoint? = nil,
        redactions: [Redaction] = []
    ) {
        self.changes = changes
        self.entries = entries
        self.checkpoint = checkpoint
        self.redactions = redactions
    }
}

public struct StoredCheckpoint: Hashable, Sendable {
    public let size: UInt64
    /// The signed note's text.
    public let note: String

    public init(size: UInt64, note: String) {
        self.size = size
        self.note = note
    }
}

/// What a store kept.
public struct StoredState: Sendable {
    public var runs: [StoredRun] = []
    public var incidents: [Incident] = []
    public var touches: [Touch] = []
    public var uses: [ActionUse] = []
    public var stops: [Stop] = []
    /// The switch that lies beside the store, where the last process found it thrown.
    public var stopSwitch: Stop?
    public var fences: [DeviceID: Int] = [:]
    public var playbooks: [Digest: StoredPlaybook] = [:]
    /// What the audit log's writer goes on from.
    public var log = StoredLog()
    public var lastCheckpoint: StoredCheckpoint?

    public init() {}
}

extension Snapshot {
    /// All that was stored, except for the runs: those need their playbooks.
    package init(withoutRunsOf stored: StoredState) {
        self.init()
        incidents = stored.incidents
        touches = stored.touches
        uses = stored.uses
        stops = stored.stops
        fences = stored.fences
        keptPlaybooks = stored.playbooks.mapValues(\.name)
    }
}

public struct StoredPlaybook: Hashable, Sendable {
    public let name: String
    public let text: String
    public let file: String

    public init(name: String, text: String, file: String) {
        self.name = name
        self.text = text
        self.file = file
    }
}

/// A run as a store kept it. Its playbook's text is apart, and must be compiled again.
public struct StoredRun: Sendable {
    package let header: RunHeader
    public let event: Event
    public let phase: Run.Phase
    public let revision: Int
    public let ended: Instant?
    public let steps: [Int: StepRecord]

    package init(
        header: RunHeader,
        event: Event,
        phase: Run.Phase,
        revision: Int,
        ended: Instant?,
        steps: [Int: StepRecord]
    ) {
        self.header = header
        self.event = event
        self.phase = phase
        self.revision = revision
        self.ended = ended
        self.steps = steps
    }
}

extension StoredRun {
    /// With the playbook that it is pinned to.
    package func revived(with playbook: Playbook) throws(StoredFormatError) -> Run {
        let records = steps.map { (Step.Index($0.key), $0.value) }
        return try Run(
            header,
            event: event,
            playbook: playbook,
            phase: phase,
            revision: revision,
            ended: ended,
            steps: Dictionary(uniqueKeysWithValues: records)
        )
    }
}

public enum StoreFailure: Error, Hashable, Sendable {
    /// A row is not as the core remembers it: somebody else wrote, or the core is wrong. Nothing was written.
    case conflict(OperatorError)
    /// There is no room. Nothing was written, and a later commit may find room again.
    case full(OperatorError)
    /// The store cannot be relied on any more. The process must end before it acknowledges anything further: after a
    /// failed flush SQLite's next commit would say that all is well.
    case broken(OperatorError)

    public var error: OperatorError {
        switch self {
        case .conflict(let error), .full(let error), .broken(let error): error
        }
    }
}
