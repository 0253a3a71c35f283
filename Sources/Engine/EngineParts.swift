public import Domain
public import Ledger
public import Logging
public import Playbooks
public import Ports
public import Response

/// What an engine is put together from.
public struct EngineParts: Sendable {
    public let rules: Rules
    public let playbooks: [Playbook]
    public let drivers: [any ActionDriver]
    public let store: any Store
    public let registry: any DeviceRegistry
    public let surroundings: any Surroundings
    public let stopSwitch: any StopSwitch
    public let workInHand: any WorkInHand
    public let ledger: LedgerIdentity
    public let limits: Limits
    public let logger: Logger
    /// Whether open runs of an earlier process go on. In one that is there for a rehearsal they do not.
    public let takesUpRuns: Bool
    /// What is wrong with the audit log, where a person has the engine start all the same.
    public let doubt: String?
    /// Compiles the text of a playbook that a run is pinned to.
    public let compile: @Sendable (StoredPlaybook) throws(PlaybookRejected) -> Playbook

    public init(
        rules: Rules,
        playbooks: [Playbook],
        drivers: [any ActionDriver],
        store: any Store,
        registry: any DeviceRegistry,
        surroundings: any Surroundings,
        stopSwitch: any StopSwitch = NoStopSwitch(),
        workInHand: any WorkInHand = NoWorkInHand(),
        ledger: LedgerIdentity,
        limits: Limits,
        logger: Logger,
        takesUpRuns: Bool = true,
        doubt: String? = nil,
        compile: @escaping @Sendable (StoredPlaybook) throws(PlaybookRejected) -> Playbook
    ) {
        self.rules = rules
        self.playbooks = playbooks
        self.drivers = drivers
        self.store = store
        self.registry = registry
        self.surroundings = surroundings
        self.stopSwitch = stopSwitch
        self.workInHand = workInHand
        self.ledger = ledger
        self.limits = limits
        self.logger = logger
        self.takesUpRuns = takesUpRuns
        self.doubt = doubt
        self.compile = compile
    }
}

/// Who signs the audit log, and what it signed last.
public struct LedgerIdentity: Sendable {
    public let origin: Origin
    /// The machine that writes.
    public let node: String
    public let key: SigningKey
    /// As it was kept outside of the database.
    public let signed: SignerState
    public let keeper: any SignerStateKeeper
    /// Where the key is to be replaced.
    public let rotation: KeyRotation?

    public init(
        origin: Origin,
        node: String,
        key: SigningKey,
        signed: SignerState,
        keeper: any SignerStateKeeper,
        rotation: KeyRotation? = nil
    ) {
        self.origin = origin
        self.node = node
        self.key = key
        self.signed = signed
        self.keeper = keeper
        self.rotation = rotation
    }
}
