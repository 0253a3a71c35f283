internal import Playbooks

/// An agent or a target.
///
/// - Source: CACAO Security Playbooks 2.0, section 7.
struct AgentTarget {
    let type: String
    let name: Text
    /// The connection that Cordon's extension names.
    let connection: Text?
    let node: YAMLNode
}
