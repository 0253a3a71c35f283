/// Which variables exist at the place of an expression.
enum Visibility: Sendable {
    /// `on.if`, `dedupe.by`, `guard.protect`: an event has arrived, and there is no incident yet.
    case trigger
    /// `inputs`: computed once, when the run starts.
    case inputs
    /// A step and what stands under `with`.
    case step
    /// `confirm.if`: a device has answered.
    case confirmation

    var variables: [String] {
        switch self {
        case .trigger: ["event", "device", "now"]
        case .inputs: ["event", "device", "incident"]
        case .step: ["event", "device", "now", "incident", "run", "steps", "step", "inputs"]
        case .confirmation: Visibility.step.variables + ["message"]
        }
    }

    /// Completes "'steps' does not exist here: …".
    var reason: String {
        switch self {
        case .trigger: "this is asked when an event arrives, before there is a run"
        case .inputs: "inputs are computed once, when the run starts"
        case .step: "no answer has come yet; only 'confirm.if' sees it"
        case .confirmation: "it is no variable of a playbook"
        }
    }
}
