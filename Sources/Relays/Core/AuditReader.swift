package import Domain
package import Ledger

/// The audit log, as a relay reads it: what is durable, in order.
package protocol AuditReader: Sendable {
    /// The number that the next entry will have.
    func end() async throws(OperatorError) -> UInt64

    /// From `sequence` on, at most `limit` of them.
    func entries(from sequence: UInt64, limit: Int) async throws(OperatorError) -> [Entry]

    /// What is kept beside these entries, and was not redacted.
    func privateValues(of entries: ClosedRange<UInt64>) async throws(OperatorError) -> [PrivateValue]
}

/// Where a relay is in the log, across restarts.
package protocol PositionKeeper: Sendable {
    /// Nil where nothing was ever kept.
    func load() throws(OperatorError) -> RelayPosition?

    /// Returns once it is durable.
    func keep(_ position: RelayPosition) throws(OperatorError)
}
