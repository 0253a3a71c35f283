public import Domain
public import Ledger

/// Writes down what is not the engine's doing, and belongs into the audit log.
public protocol AuditRecorder: Sendable {
    /// Returns once it is durable.
    /// - Throws: where it is not. What it is about must not be done then.
    func record(_ record: AuditRecord) async throws(OperatorError)
}
