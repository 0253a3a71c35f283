package import Domain

/// Somewhere that entries of the audit log are sent on to.
///
/// To add one: a file in this target that conforms to it, and a line in ``BuiltInRelays/all``. The runner reads, filters,
/// batches, repeats and keeps the position; a relay knows its protocol and nothing else.
package protocol AuditRelay: Sendable {
    static var descriptor: RelayDescriptor { get }

    /// Connects to nothing yet.
    /// - Throws: where a setting says what it cannot.
    init(_ settings: RelaySettings, _ parts: RelayParts) throws(OperatorError)

    /// Returns once the other side has said that it has all of them. May be handed the same entries again.
    ///
    /// The batch keeps to the descriptor's bounds, is in the order of the log, and is not empty.
    func deliver(_ entries: [RelayedEntry]) async throws(RelayFailure)
}
