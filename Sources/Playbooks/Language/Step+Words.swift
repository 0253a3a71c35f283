extension Step {
    /// What it is, in a word: the name of its action, or its kind.
    public var kindWord: String {
        switch body {
        case .action(let call): call.descriptor.name
        case .release(_, let call): call.descriptor.name
        case .parallel: "parallel"
        case .group: "steps"
        case .choose: "choose"
        case .loop: "for_each"
        case .wait: "wait"
        case .approval: "approval"
        case .call(let call): "call \(call.playbook)"
        case .set: "set"
        case .fail: "fail"
        case .end: "end"
        }
    }
}
