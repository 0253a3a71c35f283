public import Domain
public import Ledger

/// Writes down what is not the engine's doing, and belongs into the audit log.
public protocol AuditRecorder: Sendable {
    /// Returns once it is durable, and with it the redaction that it is about.
    /// - Throws: where it is not. What it is about must not be done then.
    func record(_ record: AuditRecord, redaction: Redaction?) async throws(OperatorError)
}

extension AuditRecorder {
    public func record(_ record: AuditRecord) async throws(OperatorError) {
        try await self.record(record, redaction: nil)
    }
}
