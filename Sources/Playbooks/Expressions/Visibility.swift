/// Which variables exist at the place of an expression.
enum Visibility: Sendable {
    /// `on.if`, `dedupe.by`, `guard.protect`: an event has arrived, and there is no incident yet.
    case trigger
    /// `inputs`: computed once, when the run starts.
    case inputs
    /// A step and what stands under `with`.
    case step
    /// `confirm.if` and `wait.if`: a message has come.
    case message
    /// `wait.if`: an event has come.
    case arrival

    var variables: [String] {
        switch self {
        case .trigger: ["event", "device", "now", "fleet"]
        case .inputs: ["event", "device", "incident", "fleet"]
        case .step: ["event", "device", "now", "incident", "run", "steps", "step", "inputs", "fleet"]
        case .message: Visibility.step.variables + ["message"]
        case .arrival: Visibility.step.variables + ["arrived"]
        }
    }

    /// Completes "'steps' does not exist here: …".
    func reason(against variable: String) -> String {
        switch self {
        case .trigger: "this is asked when an event arrives, before there is a run"
        case .inputs: "inputs are computed once, when the run starts"
        case .step, .message, .arrival:
            switch variable {
            case "item", "previous": "only the steps of a 'for_each' see it"
            case "message": "no message has come; only 'confirm.if' and the 'if' of a wait for a message see it"
            case "arrived": "no event has come; only the 'if' of a wait for an event sees it"
            default: "it is no variable of this place"
            }
        }
    }
}
