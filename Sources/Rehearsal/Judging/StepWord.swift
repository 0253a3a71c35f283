import Playbooks
import Response

/// The state of a step in the words of a test: those of `cordon incidents show`, but that a step with others in it is
/// `ok` or `failed`.
enum StepWord {
    static let all = [
        "ok", "sent", "done", "rehearsed", "failed", "exhausted", "in-doubt", "skipped", "held", "asking", "waiting",
        "open", "intent", "retrying", "probing",
    ]

    static func word(_ state: StepState) -> String {
        if case .joined(let joined) = state { return joined.failed.isEmpty ? "ok" : "failed" }
        return state.text
    }

    /// What `steps.<id>.ok` is.
    static func isSuccess(_ state: StepState) -> Bool {
        if case .skipped = state { return false }
        return state.isClosed && !state.isFailure
    }
}
