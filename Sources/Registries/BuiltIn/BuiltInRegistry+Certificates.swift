package import Domain

extension BuiltInRegistry {
    /// Issues a certificate and writes it and its key into a folder, as `<name>.crt` and `<name>.key` (mode 0600).
    ///
    /// It is recorded before the key leaves, so that there is none that could not be revoked.
    /// - Throws: where a file of that name is there already (none is ever overwritten), the device is not recorded, or
    ///   something could not be written.
    package func issueCertificate(
        to subject: CertificateSubject,
        into folder: String,
        of owner: NewFileOwner = .maker,
        validity: Duration? = nil
    ) throws(OperatorError) -> IssuedCertificateFiles {
        let attempted = "issue a certificate for \(subject.commonName.debugDescription)"
        if case .device(let id) = subject, try !database.isRecorded(id) {
            throw Self.notRecorded(id, attempted: attempted)
        }
        let issued = try authority.issue(
            to: subject,
            validity: validity ?? configuration.certificateValidity,
            surroundings
        )
        let files = IssuedCertificateFiles(of: issued, folder: folder)
        let now = surroundings.now()
        let database = database
        do {
            var certificate = try NewFile(files.certificate, mode: 0o644, of: owner)
            var key = try NewFile(files.key, mode: 0o600, of: owner)
            try database.record(issued, at: now)
            try key.fill(issued.keyPEM.reveal { Array($0.utf8) })
            try certificate.fill(Array(issued.certificatePEM.utf8))
            return files
        } catch let failure as FileFailure {
            throw failure.whileTrying(to: attempted)
        } catch let error as OperatorError {
            throw error
        } catch {
            throw OperatorError(attempted: attempted, reason: "\(error)", remedy: "report this as a defect of cordon")
        }
    }

    /// The newest first, those after `last`: the ``Page/next`` of the page before.
    package func certificates(
        _ status: CertificateStatus? = nil,
        after last: String? = nil,
        limit: Int = 100
    ) throws(OperatorError) -> Page<CertificateRecord> {
        let limit = max(1, min(limit, RegistryLimits.pageMax))
        return try database.certificates(status: status, after: last, limit: limit)
    }

    /// Revokes one certificate for good, be it a device's, a server's or a client's.
    /// - Throws: as ``revoke(_:reason:)`` does; ``ActionFailure/permanent(_:)`` where none has the serial number.
    package func revoke(_ serial: SerialNumber, reason: RevocationReason) throws(ActionFailure) -> CertificateRecord {
        guard let certificate = try apply(.revoke(reason), to: .serial(serial)).first else {
            throw .permanent(
                OperatorError(
                    attempted: "revoke the certificate \(serial)",
                    reason: "no certificate has this serial number",
                    remedy: "look it up with 'cordon certs list'"
                )
            )
        }
        return certificate
    }
}
