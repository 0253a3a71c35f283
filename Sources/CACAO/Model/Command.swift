internal import Playbooks

/// A command of an action step.
///
/// - Source: CACAO Security Playbooks 2.0, section 5.
struct Command {
    enum Body {
        /// A person does it.
        case manual(Text)
        case http(HTTPCommand)
        /// An action of Cordon itself, or with nothing said the step of the step's extension.
        case cordon(action: Text?, with: YAMLNode?)
    }

    let body: Body
    let node: YAMLNode
}

/// A request of `http-api` and `openc2-http`.
struct HTTPCommand {
    let method: String
    /// Origin form, with variables: `/block?address=__ip__:value`.
    let target: String
    let headers: [(name: String, value: Text)]
    let content: Text?
    /// The start line.
    let line: Text
}
