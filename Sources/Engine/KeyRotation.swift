public import Domain
public import Ledger

/// The log gets a new key: it names it, both keys sign the next checkpoint, and then the old one is given up.
public struct KeyRotation: Sendable {
    public let key: SigningKey
    /// Whether the log names it already, because a process ended in the middle.
    public let isWritten: Bool
    /// Makes the new key the log's own. Called once both have signed a checkpoint that is durable; it may have been done
    /// before.
    let complete: @Sendable () throws(OperatorError) -> Void

    public init(
        to key: SigningKey,
        isWritten: Bool,
        complete: @escaping @Sendable () throws(OperatorError) -> Void
    ) {
        self.key = key
        self.isWritten = isWritten
        self.complete = complete
    }
}
