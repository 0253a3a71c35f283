package import Domain

/// Why entries were not delivered, as far as anybody knows. They will be sent again.
package enum RelayFailure: Error, Hashable, Sendable {
    /// Trying again may help. `retryAfter` is the receiver's own wish, where it gave one.
    case transient(OperatorError, retryAfter: Duration? = nil)
    /// The receiver will refuse them again: a person has to put something right.
    case refused(OperatorError)

    package var error: OperatorError {
        switch self {
        case .transient(let error, _), .refused(let error): error
        }
    }
}
