public import Ledger

/// Keeps the signer's last checkpoint outside the database, so that a database restored from a backup is noticed.
public protocol SignerStateKeeper: Sendable {
    /// Returns once `state` is durable.
    /// - Throws: ``StoreFailure/full(_:)`` where there is no room, and the last state is still kept; else
    ///   ``StoreFailure/broken(_:)``.
    func keep(_ state: SignerState) async throws(StoreFailure)
}
