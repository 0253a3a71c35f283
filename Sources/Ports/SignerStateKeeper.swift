public import Domain
public import Ledger

/// Keeps the signer's last checkpoint outside the database, so that a database restored from a backup is noticed.
public protocol SignerStateKeeper: Sendable {
    /// Returns once `state` is durable.
    func keep(_ state: SignerState) async throws(OperatorError)
}
