public import Domain

/// A playbook, and what its author should look at although it may run.
public struct CompiledPlaybook: Sendable {
    public let playbook: Playbook
    /// In source order.
    public let warnings: [Diagnostic]
    public let source: SourceText

    package init(playbook: Playbook, warnings: [Diagnostic], source: SourceText) {
        self.playbook = playbook
        self.warnings = warnings
        self.source = source
    }
}
