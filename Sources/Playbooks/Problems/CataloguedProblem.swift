public import Domain

/// A kind of finding: its stable code, and what the reference says about it.
public protocol CataloguedProblem: CaseIterable, Hashable, Sendable {
    /// Such as `PB0101`: people grep for it. A code is retired, never reused.
    var code: String { get }
    var severity: Diagnostic.Severity { get }
    /// A heading: "unknown action".
    var title: String { get }
    /// Why it is a problem, and what to do, in a sentence or two.
    var explanation: String { get }
    /// A text that triggers it: a playbook, or for findings about YAML any document.
    var example: String { get }
}
