internal import CEL
internal import Playbooks

/// A CACAO 2.0 playbook, as far as it decides what is done.
///
/// - Source: CACAO Security Playbooks 2.0, section 3.1.
struct CACAOPlaybook {
    let id: String
    let name: Text
    let summary: Text?
    /// Which version of the playbook it is.
    let modified: String
    /// 1 to 100; 0 is undefined.
    let severity: (number: Int64, node: YAMLNode)?
    let validFrom: Moment?
    let validUntil: Moment?
    let variables: [Variable]
    let start: Reference
    let exception: Reference?
    /// In the order of the text.
    let steps: [WorkflowStep]
    let agents: [String: AgentTarget]
    let targets: [String: AgentTarget]
    /// What Cordon's extension says of the playbook as a whole.
    let cordon: YAMLNode?
    let root: YAMLNode

    subscript(id: String) -> WorkflowStep? { steps.first { $0.id == id } }
}
