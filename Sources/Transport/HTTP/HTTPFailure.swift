/// Why no whole answer came, told apart by what may have happened at the other end.
public enum HTTPFailure: Error, Hashable, Sendable {
    /// The request cannot be sent as it is written. Certainly without effect, and trying again cannot help.
    case invalidRequest(String)
    /// It ended before the first byte of the request was sent. Certainly without effect.
    case notSent(Cause, String)
    /// At least one byte of the request was sent and no whole answer came back. It may have taken effect.
    case unknownOutcome(Cause, String)

    public enum Cause: Hashable, Sendable {
        /// The host name has no address that could be found.
        case resolve
        /// No connection: refused, unreachable, or it took longer than the connect timeout.
        case connect
        /// The handshake failed: an unknown authority, a wrong name, no common version.
        case tls
        case timeout
        /// The connection broke, or closed before the whole answer came.
        case connectionLost
        /// The connection closed without a byte of an answer.
        case emptyReply
        /// The answer was longer than asked for. Its status is known.
        case responseTooLarge(status: Int)
        /// Not an HTTP answer.
        case malformedResponse
        /// The Swift task was cancelled.
        case cancelled
        /// The client was shut down.
        case shutDown
        /// The client holds as many requests as it may.
        case overloaded
        /// Anything else, by libcurl's number.
        case library(code: Int)
    }

    /// What was attempted, what went wrong and what to try. Names the destination's scheme, host and port only.
    public var sentence: String {
        switch self {
        case .invalidRequest(let sentence), .notSent(_, let sentence), .unknownOutcome(_, let sentence): sentence
        }
    }

    public var cause: Cause? {
        switch self {
        case .invalidRequest: nil
        case .notSent(let cause, _), .unknownOutcome(let cause, _): cause
        }
    }

    /// False only where the other end may have acted.
    public var isCertainlyWithoutEffect: Bool {
        switch self {
        case .invalidRequest, .notSent: true
        case .unknownOutcome: false
        }
    }
}

extension HTTPFailure: CustomStringConvertible {
    public var description: String { sentence }
}
