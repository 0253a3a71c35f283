public import CEL

/// What a playbook is checked against.
public struct CompilerContext: Sendable {
    let actions: [String: ActionDescriptor]
    /// The action behind a wait for a message.
    let listener: ActionDescriptor?
    /// The type of `steps.<id>.output`, by action.
    private let outputs: [String: CELType]
    /// The configured connections; nil where the configuration is not known, and names are not checked.
    public let connections: [String: ConnectionKind]?
    /// The playbooks that one may call.
    public var library = PlaybookLibrary.empty
    /// What this environment gives to inputs, by playbook and input.
    public var overrides: [String: [String: Value]] = [:]

    /// - Precondition: no action is described twice.
    public init(actions: [ActionDescriptor], connections: [String: ConnectionKind]?) {
        let byName = Dictionary(actions.map { ($0.name, $0) }) { first, _ in
            preconditionFailure("the action '\(first.name)' is described twice")
        }
        self.actions = byName.filter { !$0.value.listens }
        listener = actions.first { $0.listens }
        outputs = byName.mapValues(\.outputType)
        self.connections = connections
    }

    /// One that a playbook may name.
    public func action(named name: String) -> ActionDescriptor? { actions[name] }

    public var actionNames: [String] { actions.keys.sorted() }

    /// Open for an action that there is not.
    func outputType(ofAction name: String) -> CELType { outputs[name] ?? .dyn }
}

extension ActionDescriptor {
    fileprivate var outputType: CELType {
        guard let outputs else { return .dyn }
        return .object(ObjectType("output of \(name)", fields: outputs.map { ($0.name, $0.type) }))
    }
}
