/// An error that an operator will read: what was attempted, what went wrong, what to try.
public struct OperatorError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Completes "could not …": `"read the configuration cordon.yaml"`.
    public let attempted: String
    public let reason: String
    /// An instruction: `"start it, or correct 'connections.broker.port'"`.
    public let remedy: String

    public init(attempted: String, reason: String, remedy: String) {
        self.attempted = attempted
        self.reason = reason
        self.remedy = remedy
    }

    /// Any of the three may repeat what somebody else wrote, and it goes to terminals and logs.
    public var description: String { "could not \(attempted): \(reason)\n  try: \(remedy)".visibleLines }
}
