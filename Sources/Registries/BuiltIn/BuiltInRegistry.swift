package import Domain
package import Ports

/// Cordon's own registry: devices and certificates in an SQLite file, a small CA, and a CRL that brokers read.
///
/// Several processes may work on the same files at once. A change of status is recorded first, then written to the CRL,
/// then the brokers are signalled; after a crash in between, doing it again completes it. The signal has no answer (see
/// ``BrokerProcess``), so success says that the broker was told, and a handshake a moment later proves it.
package actor BuiltInRegistry: DeviceRegistry {
    /// The certificate that receivers trust, in PEM.
    package nonisolated let authorityCertificatePEM: String
    let database: RegistryDatabase
    let authority: CertificateAuthority
    let configuration: BuiltInRegistryConfiguration
    let surroundings: RegistrySurroundings
    private let publisher: RevocationListPublisher
    private let executor = QueueExecutor(label: "cordon.registry")

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Opens the database, which is made where there is none and it may be, and loads the CA, which must exist. Where a CRL
    /// of the CA is there, a database has been: none is made then, with nothing in it. Blocks for some milliseconds.
    package init(
        _ configuration: BuiltInRegistryConfiguration,
        _ surroundings: RegistrySurroundings,
        mayCreate: Bool = true
    ) throws(OperatorError) {
        let authority = try configuration.authority.load()
        let hasLists = configuration.crlFiles.contains { (try? RevocationListPublisher.read($0, of: authority)) != nil }
        self.authority = authority
        database = try RegistryDatabase(path: configuration.database, mayCreate: mayCreate && !hasLists)
        publisher = RevocationListPublisher(
            authority: authority,
            database: database,
            files: configuration.crlFiles,
            brokers: configuration.brokers,
            validity: configuration.crlValidity
        )
        authorityCertificatePEM = authority.certificatePEM
        self.configuration = configuration
        self.surroundings = surroundings
    }

    // MARK: DeviceRegistry

    package func device(_ id: DeviceID) throws(OperatorError) -> Device? { try database.device(id) }

    /// A few are looked up on the caller's thread: to go to the registry's own and back takes longer than to look. Where
    /// somebody is writing, they wait there.
    package nonisolated func devices(_ ids: [DeviceID]) async -> [DeviceID: Result<Device?, OperatorError>] {
        let found: Result<[DeviceID: Device], OperatorError>
        if ids.count <= RegistryLimits.lookedUpAtOnceMax, let devices = database.devicesAtOnce(ids) {
            found = .success(devices)
        } else {
            found = await devicesInTurn(ids)
        }
        return Dictionary(ids.map { id in (id, found.map { $0[id] }) }) { first, _ in first }
    }

    private func devicesInTurn(_ ids: [DeviceID]) -> Result<[DeviceID: Device], OperatorError> {
        Result { () throws(OperatorError) in try database.devices(ids) }
    }

    package func certificates(of id: DeviceID) throws(OperatorError) -> [DeviceCertificate] {
        try database.certificates(.device(id)).compactMap(DeviceCertificate.init)
    }

    package func deactivate(_ id: DeviceID) throws(ActionFailure) -> [DeviceCertificate] {
        try change(.deactivate, of: id, attempted: "deactivate the certificates of \(id)")
    }

    package func reactivate(_ id: DeviceID) throws(ActionFailure) -> [DeviceCertificate] {
        try change(.reactivate, of: id, attempted: "reactivate the certificates of \(id)")
    }

    package func revoke(_ id: DeviceID, reason: RevocationReason) throws(ActionFailure) -> [DeviceCertificate] {
        try change(.revoke(reason), of: id, attempted: "revoke the certificates of \(id)")
    }

    /// Refused is a certificate that every CRL file lists, where a broker is told of it, or that has expired.
    ///
    /// That a CRL has expired, which makes brokers that load it refuse everyone, is told but counts as no proof. So
    /// does that it is older than the newest that was made. A broker that may hold a list of a clock that was ahead may
    /// let in again whom it refuses: that is no proof either.
    /// - Throws: where a broker cannot be told of the CRL, or a CRL file cannot be read or is not one that this CA has
    ///   signed.
    package func refusal(of id: DeviceID) throws(OperatorError) -> CertificateRefusal {
        let now = surroundings.now()
        let certificates = try database.certificates(.device(id))
        guard !certificates.isEmpty else {
            return CertificateRefusal(isRefused: false, evidence: ["no certificate of \(id) is recorded"])
        }
        // A list that no broker was told of proves nothing; to be told twice changes nothing.
        try publisher.reloadBrokers()
        let number = SerialNumber(try database.revocationListNumber())
        let isTold = !configuration.brokers.isEmpty
        let overtaking = try publisher.overtakingList(at: now)
        var evidence = RefusalEvidence(certificates: certificates, isTold: isTold, overtaking: overtaking, at: now)
        for path in configuration.crlFiles {
            evidence.add(try publisher.read(path), from: path, newest: number)
        }
        return evidence.refusal
    }

    // MARK: The CRL

    /// Daily, and so often that three attempts in a row may fail before a CRL expires.
    package nonisolated var crlRenewalInterval: Duration {
        min(.seconds(24 * 3_600), configuration.crlValidity / 4)
    }

    /// Writes the CRL anew, with a later `nextUpdate`, and tells the brokers. Do it each ``crlRenewalInterval``.
    /// - Throws: ``ActionFailure/unknownOutcome(_:retryAfter:)`` where it is written and a broker could not be told.
    package func refreshCRL() throws(ActionFailure) {
        try transiently { () throws(OperatorError) in try writeCRL() }
        try uncertainly { () throws(OperatorError) in try publisher.reloadBrokers() }
    }

    /// A CRL that a clock which was ahead has dated later than the newest, or later than now; nil where there is none.
    /// Write the CRL anew at ``OvertakingList/renewableFrom``.
    package func overtakingList() throws(OperatorError) -> OvertakingList? {
        try publisher.overtakingList(at: surroundings.now())
    }

    /// Writes the CRL anew and tells nobody: for the first start, as a broker does not start without its CRL file.
    package func writeCRL() throws(OperatorError) {
        let lock = try FileLock(lockPath)
        try publisher.write(at: surroundings.now())
        lock.release()
    }

    // MARK: Changes

    private var lockPath: String { configuration.database + ".lock" }

    private func change(
        _ change: CertificateChange,
        of id: DeviceID,
        attempted: String
    ) throws(ActionFailure) -> [DeviceCertificate] {
        let isRecorded = try transiently { () throws(OperatorError) in try database.isRecorded(id) }
        guard isRecorded else {
            throw .permanent(Self.notRecorded(id, attempted: attempted))
        }
        let certificates = try apply(change, to: .device(id))
        guard !certificates.isEmpty else {
            throw .permanent(
                OperatorError(
                    attempted: attempted,
                    reason: "it has no certificate",
                    remedy: "issue one with 'cordon certs issue \(id)', or take another measure"
                )
            )
        }
        return certificates.filter { $0.status == change.status }.compactMap(DeviceCertificate.init)
    }

    /// Records the change, writes the CRL where it does not say so yet, and tells the brokers in any case: an attempt
    /// before this one may have ended between the two.
    func apply(
        _ change: CertificateChange,
        to selection: CertificateSelection
    ) throws(ActionFailure) -> [CertificateRecord] {
        let lock = try transiently { () throws(OperatorError) in try FileLock(lockPath) }
        let now = surroundings.now()
        let changed = try transiently { () throws(OperatorError) in
            try database.apply(change, to: selection, at: now)
        }
        guard !changed.certificates.isEmpty else { return [] }
        try uncertainly { () throws(OperatorError) in
            let isWritten =
                changed.changedCount == 0 ? try publisher.isCurrent(for: changed.certificates, at: now) : false
            if !isWritten { try publisher.write(at: now) }
            try publisher.reloadBrokers()
        }
        lock.release()
        return changed.certificates
    }

    static func notRecorded(_ id: DeviceID, attempted: String) -> OperatorError {
        OperatorError(
            attempted: attempted,
            reason: "the device is not recorded",
            remedy: "add it with 'cordon devices add \(id)'"
        )
    }

    /// Nothing has happened yet.
    private func transiently<Result: ~Copyable>(
        _ body: () throws(OperatorError) -> Result
    ) throws(ActionFailure) -> Result {
        do throws(OperatorError) {
            return try body()
        } catch {
            throw .transient(error)
        }
    }

    /// The change is recorded, so the next CRL carries it, whoever writes that: it may take effect.
    private func uncertainly(_ body: () throws(OperatorError) -> Void) throws(ActionFailure) {
        do throws(OperatorError) {
            try body()
        } catch {
            throw .unknownOutcome(error)
        }
    }
}

extension DeviceCertificate {
    fileprivate init?(_ record: CertificateRecord) {
        guard let device = DeviceID(record.name) else { return nil }
        self.init(
            serial: record.serial.description,
            device: device,
            status: record.status,
            notAfter: record.notAfter
        )
    }
}
