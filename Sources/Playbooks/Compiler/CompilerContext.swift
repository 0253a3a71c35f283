/// What a playbook is checked against.
public struct CompilerContext: Sendable {
    let actions: [String: ActionDescriptor]
    /// The configured connections; nil where the configuration is not known, and names are not checked.
    public let connections: [String: ConnectionKind]?

    /// - Precondition: no action is described twice.
    public init(actions: [ActionDescriptor], connections: [String: ConnectionKind]?) {
        self.actions = Dictionary(actions.map { ($0.name, $0) }) { first, _ in
            preconditionFailure("the action '\(first.name)' is described twice")
        }
        self.connections = connections
    }
}
