public import Domain
import Ledger

/// What is said of a run, from wherever its state was kept.
public struct RunAccount: Hashable, Sendable {
    public let run: RunID
    /// The stored spellings.
    public let phase: String
    public let outcome: String?
    /// The state of each step that has one, by its path in the playbook; nil where nobody knows which step is which.
    public let steps: [String: String]?
    /// nil where that was not kept, as in an export.
    public let beginning: RunBeginning?
    /// By the path of the step, for those that have one; nil where that was not kept, or nobody knows which step is which.
    public let bases: [String: StepBasis]?
    /// What it has in force by the states of its steps; nil where nobody can say.
    public let measures: [Measure]?
    /// What it is kept under: its id, unless somebody changed that. Accounts come in the order of these.
    public let key: String
    /// What of that which is kept of it does not belong together, whatever the log says, in sentences.
    public let flaws: [String]

    public init(
        run: RunID,
        phase: String,
        outcome: String?,
        steps: [String: String]?,
        beginning: RunBeginning? = nil,
        bases: [String: StepBasis]? = nil,
        measures: [Measure]? = nil,
        key: String? = nil,
        flaws: [String] = []
    ) {
        self.run = run
        self.phase = phase
        self.outcome = outcome
        self.steps = steps
        self.beginning = beginning
        self.bases = bases
        self.measures = measures
        self.key = key ?? run.description
        self.flaws = flaws
    }
}

/// What a run began with, as far as the audit log tells it: whom it acts on, by what, and because of whom.
public struct RunBeginning: Hashable, Sendable {
    let incident: IncidentID
    let device: AuditObject
    let playbook: Digest
    /// As the log has it.
    let startedBy: String
    let isDrill: Bool

    package init(
        incident: IncidentID,
        device: DeviceID,
        playbook: Digest,
        startedBy: Actor,
        isDrill: Bool
    ) {
        self.incident = incident
        self.device = .device(device)
        self.playbook = playbook
        self.startedBy = startedBy.nameInLog
        self.isDrill = isDrill
    }

    package init(_ header: RunHeader) {
        self.init(
            incident: header.incident,
            device: header.device.id,
            playbook: header.playbook,
            startedBy: header.startedBy,
            isDrill: header.isDrill
        )
    }
}

/// What lies beside the state of a step and decides how it goes on: who agreed, what a person let it pass, what is sent again,
/// and until when it waits.
public struct StepBasis: Hashable, Sendable {
    /// Of a step that waits, or asks: when that ends; nil where somebody ends it.
    package struct Wait: Hashable, Sendable {
        let until: Instant?

        package init(until: Instant?) { self.until = until }
    }

    /// Of a step of which nothing of it is kept.
    static let nothing = Self(grants: [], waived: [], request: nil)

    /// As the log has them, the first first.
    let grants: [String]
    /// The causes of guards.
    let waived: [String]
    /// Of an attempt that is not settled.
    let request: Digest?
    let wait: Wait?

    package init(grants: [Actor], waived: [Hold.Cause], request: Digest?, wait: Wait? = nil) {
        self.grants = grants.map(\.nameInLog)
        self.waived = waived.map(\.rawValue)
        self.request = request
        self.wait = wait
    }

    /// nil of a step of which nothing of it is kept.
    package init?(_ record: StepRecord) {
        let (unsettled, wait) = (record.state.unsettledAttempt, record.state.wait)
        guard !record.grants.isEmpty || !record.waived.isEmpty || unsettled != nil || wait != nil else { return nil }
        self.init(
            grants: record.grants,
            waived: record.waived.map(\.cause),
            request: unsettled.map(\.request.digest),
            wait: wait
        )
    }
}

extension StepState {
    /// The attempt that may be made again as it is.
    fileprivate var unsettledAttempt: Attempt? {
        if case .retrying(let attempt, _, _) = self { attempt } else { attemptInFlight }
    }

    fileprivate var wait: StepBasis.Wait? {
        switch self {
        case .waiting(let until): StepBasis.Wait(until: until)
        case .asking(let until): StepBasis.Wait(until: until)
        case .ready, .open, .queued, .held, .intent, .retrying, .probing, .ok, .sent, .rehearsed, .joined, .done,
            .skipped, .failed, .exhausted, .inDoubt:
            nil
        }
    }
}

extension Actor {
    /// An entry has it in no more than so many bytes.
    fileprivate var nameInLog: String { AuditText.cleaned(name) ?? "unknown" }
}
