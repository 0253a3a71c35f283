package import Domain

/// What is recorded of a certificate that the CA issued.
package struct CertificateRecord: Hashable, Sendable {
    package let serial: SerialNumber
    /// `device`, `server` or `client`: ``CertificateSubject/kind``.
    package let kind: String
    /// The common name; of a device its id.
    package let name: String
    package let status: CertificateStatus
    /// Why it is revoked; `nil` where it is not.
    package let reason: RevocationReason?
    package let issuedAt: Instant
    package let notAfter: Instant
    /// Since when it has its status.
    package let changedAt: Instant
}
