import Domain
import SwiftASN1

/// Writes the CRL to where receivers read it, and reads it back from there. Every call blocks.
struct RevocationListPublisher: Sendable {
    let authority: CertificateAuthority
    let database: RegistryDatabase
    let files: [String]
    let brokers: [BrokerProcess]
    let validity: Duration

    /// Writes a new CRL to every file. Hold the registry's lock, so that numbers and files come in the same order.
    /// - Throws: where a file could not be written: files after it may hold the new CRL, the others the old. Also where
    ///   one holds a CRL that is later than the database knows of: then nothing is written.
    func write(at now: Instant) throws(OperatorError) {
        try demandNoLaterList()
        try replace(files[...], with: try signedList(at: now))
        let dates = try database.revocationListDates()
        if dates.isOvertaken(at: now), dates.holders == nil {
            try database.note(holders: Set(brokers.compactMap(\.identity?.text)))
        }
    }

    /// The CRL that is dated later than the newest, or later than now, where there is one.
    func overtakingList(at now: Instant) throws(OperatorError) -> OvertakingList? {
        let dates = try database.revocationListDates()
        guard dates.isOvertaken(at: now) else { return nil }
        let holders =
            brokers.isEmpty
            ? files.map { "whoever has read \($0)" }
            : brokers.filter { dates.mayHold($0.identity) }.map { "the broker of \($0.pidFile)" }
        return OvertakingList(thisUpdate: dates.latest, holders: holders)
    }

    /// A number is recorded before its CRL is written. So a file with a later one says that the database is an old
    /// copy, or began anew, and its list would let in again what was revoked since. A file that is not there, or is no
    /// CRL of this CA, says nothing of the database, and is replaced.
    private func demandNoLaterList() throws(OperatorError) {
        let newest = SerialNumber(try database.revocationListNumber())
        for path in files {
            guard let number = (try? read(path))?.number, number > newest else { continue }
            throw OperatorError(
                attempted: "write a new CRL to \(path)",
                reason: "CRL \(number.decimal) is there, and the registry's database knows of none after "
                    + "\(newest.decimal): it is an old copy or a new one, and would let in again what was revoked since",
                remedy: "restore the newest copy of the registry's database and start cordon again; where the loss is "
                    + "accepted, move the CRL file away"
            )
        }
    }

    /// Stages all before it replaces the first: a full disk is found while every file is still the old one.
    private func replace(_ paths: ArraySlice<String>, with pem: [UInt8]) throws(OperatorError) {
        guard let path = paths.first else { return }
        let staged = try StagedFile(replacing: path, with: pem, mode: 0o644)
        try replace(paths.dropFirst(), with: pem)
        try staged.commit()
    }

    /// Tells every broker, also where one could not be told.
    /// - Throws: what kept the first of those that could not be told.
    func reloadBrokers() throws(OperatorError) {
        var firstError: OperatorError?
        for broker in brokers {
            do throws(OperatorError) {
                try broker.reload()
            } catch {
                firstError = firstError ?? error
            }
        }
        if let firstError { throw firstError }
    }

    /// Whether every file already says of these certificates what is recorded, for long enough, and is heeded.
    func isCurrent(for certificates: [CertificateRecord], at now: Instant) throws(OperatorError) -> Bool {
        guard try !database.revocationListDates().isOvertaken(at: now) else { return false }
        let number = SerialNumber(try database.revocationListNumber())
        for path in files {
            guard let list = try? read(path), list.number == number, let nextUpdate = list.nextUpdate,
                nextUpdate - now > validity / 2
            else { return false }
            let agrees = certificates.allSatisfy { certificate in
                certificate.notAfter <= now
                    || (certificate.status != .active) == (list.entries[certificate.serial] != nil)
            }
            if !agrees { return false }
        }
        return true
    }

    /// The CRL of a file, as receivers see it.
    /// - Throws: where it is not there, is no CRL, or is not one of this CA.
    func read(_ path: String) throws(OperatorError) -> RevocationList { try Self.read(path, of: authority) }

    static func read(_ path: String, of authority: CertificateAuthority) throws(OperatorError) -> RevocationList {
        let attempted = "read the CRL \(path)"
        let remedy = "write it anew with 'cordon certs crl'"
        let bytes: [UInt8]?
        do throws(FileFailure) {
            bytes = try OpenFile(path, 0).contents(bytesMax: RegistryLimits.crlBytesMax)
        } catch {
            throw error.whileTrying(to: attempted)
        }
        guard let bytes else {
            let limit = RegistryLimits.crlBytesMax
            throw OperatorError(attempted: attempted, reason: "it has more than \(limit) bytes", remedy: remedy)
        }
        let signed: SignedRevocationList
        do throws(CRLRefused) {
            signed = try SignedRevocationList(pem: bytes)
        } catch {
            throw OperatorError(attempted: attempted, reason: "\(error)", remedy: remedy)
        }
        guard authority.hasSigned(signed) else {
            throw OperatorError(attempted: attempted, reason: "the CA's key has not signed it", remedy: remedy)
        }
        return signed.list
    }

    private func signedList(at now: Instant) throws(OperatorError) -> [UInt8] {
        guard let state = try database.drawRevocationList(at: now) else {
            throw OperatorError(
                attempted: "write a new CRL",
                reason: "it would be dated in the future, as the one before it is dated as late as now",
                remedy: "try again in a second"
            )
        }
        let list = RevocationList(
            issuer: authority.subjectBytes,
            authorityKey: authority.keyIdentifier,
            number: SerialNumber(state.number),
            thisUpdate: state.thisUpdate,
            nextUpdate: now + validity,
            entries: state.entries
        )
        do {
            return Array(PEMDocument(type: "X509 CRL", derBytes: try authority.sign(list)).pemString.utf8) + [0x0A]
        } catch {
            throw OperatorError(
                attempted: "sign a new CRL",
                reason: "\(error)",
                remedy: "report this as a defect of cordon"
            )
        }
    }
}
