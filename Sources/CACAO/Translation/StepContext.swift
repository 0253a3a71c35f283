internal import Playbooks

/// What comes after a failure of a step.
enum OnFailure {
    case stop
    case `continue`
    case goTo(String)
}

/// Where a step stands in the list that it becomes part of.
struct StepContext {
    let id: String
    /// Why it is there, where it is not always.
    let condition: String?
    let onFailure: OnFailure
}

/// Part of what a step becomes: a step of Cordon without its id.
struct Piece {
    var keys: [(String, YAMLNode)]
    /// The key that says how long it may take; nil where it says so itself.
    var time: String?
    /// What it gives, by the name of a variable; nil where it gives nothing.
    var result: (@Sendable (_ step: String, _ name: String) -> String)?
    /// Whether it ends its list itself, and so has no 'on_failure'.
    var isFinal = false
    let node: YAMLNode
}
