/// How an attempt ended badly. The three kinds are the three things that the engine can do next.
///
/// "Failed" needs proof of no effect: refused before the first byte was sent, or the receiver's explicit refusal.
/// A timeout, a reset, a 5xx or a broker's acknowledgement alone is ``unknownOutcome(_:)``.
public enum ActionFailure: Error, Hashable, Sendable {
    /// It certainly did not happen; trying again may help. `retryAfter` is the receiver's own wish, where it gave one.
    /// `isAnswered`: the connection itself is well, because the other side said so.
    case transient(OperatorError, retryAfter: Duration? = nil, isAnswered: Bool = false)
    /// It certainly did not happen; trying again cannot help.
    case permanent(OperatorError)
    /// The command may have left and no answer came. It may have happened.
    case unknownOutcome(OperatorError, retryAfter: Duration? = nil)

    public var error: OperatorError {
        switch self {
        case .transient(let error, _, _), .permanent(let error), .unknownOutcome(let error, _): error
        }
    }
}
