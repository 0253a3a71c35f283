package import Domain

/// A certificate that was just issued, with its key: the only time that the key is at hand.
package struct IssuedCertificate: Sendable {
    package let serial: SerialNumber
    package let subject: CertificateSubject
    package let notBefore: Instant
    package let notAfter: Instant
    package let certificatePEM: String
    /// PKCS #8.
    package let keyPEM: Secret
}
