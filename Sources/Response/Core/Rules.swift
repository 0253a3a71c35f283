import Domain
public import Playbooks

/// What the core knows besides its state: fixed for the life of the process.
public struct Rules: Sendable {
    /// How long after its deadline an attempt's own answer is still awaited: the driver's says more than the timer's.
    static let answerGrace: Duration = .seconds(2)
    /// How often a step is sent again because the engine ended while it was under way, beyond the attempts of its policy. It
    /// may be its receiver's answer that ends the engine.
    static let resumesMax = 10
    static let probeGrace: Duration = .seconds(5)
    /// What is done no later than this after it was due is on time: a turn takes that long.
    static let lateAfter: Duration = .seconds(1)

    public let actions: [String: ActionKind]
    /// Makes step keys unguessable, and different from installation to installation.
    let installationKey: [UInt8]
    /// A server-wide mode; it can only tighten a playbook's own.
    public let mode: Playbook.Mode
    /// How many devices an action may reach, over all playbooks; one that is not named has no such limit.
    let actionLimits: [String: ActionLimit]

    public init(
        actions: [ActionKind],
        installationKey: [UInt8],
        mode: Playbook.Mode,
        actionLimits: [String: ActionLimit]? = nil
    ) {
        precondition(installationKey.count >= 32, "a key of 256 bits")
        self.actions = Dictionary(uniqueKeysWithValues: actions.map { ($0.descriptor.name, $0) })
        self.installationKey = installationKey
        self.mode = mode
        self.actionLimits = actionLimits ?? ActionLimit.standard(for: actions)
    }

    func action(_ call: ActionCall) -> ActionKind {
        guard let kind = actions[call.descriptor.name] else {
            preconditionFailure("a playbook compiles only with the actions that there are")
        }
        return kind
    }
}
