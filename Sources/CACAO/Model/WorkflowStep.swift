internal import Playbooks

/// One step of a CACAO workflow.
///
/// - Source: CACAO Security Playbooks 2.0, section 4.
struct WorkflowStep {
    /// What comes after it.
    enum Next {
        /// Nothing: it is an `end`, or it is not right and that was reported.
        case none
        /// Whether it succeeded or not.
        case completion(Reference)
        /// Without `failure` the failure is nobody's, and passes to the step that opened the branch.
        case outcome(success: Reference, failure: Reference?)
    }

    enum Body {
        /// It is not right, which was reported; where it leads is known all the same.
        case broken
        case start
        case end
        case action(ActionBody)
        case call(CallBody)
        case parallel([Reference])
        case ifCondition(Text, isTrue: Reference, isFalse: Reference?)
        case whileCondition(Text, isTrue: Reference)
        case switchCondition(Text, [Case])
    }

    struct Case {
        let value: Text
        let step: Reference
    }

    struct ActionBody {
        let commands: [Command]
        let agent: Reference
        let targets: [Reference]
        let arguments: [Text]
        let results: [Text]
    }

    struct CallBody {
        let playbook: Reference
        let arguments: [Text]
        let results: [Text]
    }

    let id: String
    /// Its key in 'workflow', as a node: where it is called so.
    let key: YAMLNode
    let node: YAMLNode
    let name: String?
    /// Milliseconds.
    let delay: (milliseconds: Int64, node: YAMLNode)?
    let timeout: (milliseconds: Int64, node: YAMLNode)?
    let variables: [Variable]
    let next: Next
    let body: Body
    /// What Cordon's extension says of it.
    let cordon: YAMLNode?

    var isEnd: Bool { if case .end = body { true } else { false } }
    var isStart: Bool { if case .start = body { true } else { false } }

    /// The first steps of the branches that it opens.
    var branches: [Reference] {
        switch body {
        case .broken, .start, .end, .action, .call: []
        case .parallel(let branches): branches
        case .ifCondition(_, let isTrue, let isFalse): [isTrue] + (isFalse.map { [$0] } ?? [])
        case .whileCondition(_, let isTrue): [isTrue]
        case .switchCondition(_, let cases): cases.map(\.step)
        }
    }

    /// The steps of the same branch that may come after it.
    var successors: [Reference] {
        switch next {
        case .none: []
        case .completion(let step): [step]
        case .outcome(let success, let failure): [success] + (failure.map { [$0] } ?? [])
        }
    }
}
