internal import CEL
internal import Domain

/// A step of the text, compiled once, whatever it becomes in a run.
struct TemplateStep {
    enum Body {
        case action(ActionCall)
        case parallel
        case group
        /// The conditions of the branches; nil for `otherwise`.
        case choose([Program?])
        case loop(list: Program, condition: Program?, atMost: Int, atOnce: Int)
        case wait(Wait)
        case approval(ApprovalPolicy)
        case call(CalledPlaybook, [Call.Argument])
        case set(Template)
        case fail(Template)
        case end(Template)
    }

    enum OnFailure {
        case stop
        case `continue`
        /// To the draft of this number.
        case goTo(Int)
    }

    let id: String
    let span: SourceSpan
    let condition: Program?
    let body: Body
    let timeout: Duration?
    let onFailure: OnFailure
}

/// Another playbook, compiled to be part of this one.
struct CalledPlaybook {
    let playbook: Playbook
    /// Every text that it is compiled from, its own included.
    let bundle: PlaybookBundle
    let placement: Placement
}
