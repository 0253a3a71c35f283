import Domain
import GRDB

/// Which certificates a change or a listing is about.
enum CertificateSelection {
    /// Those of a device: never a server's or a client's that has the same name.
    case device(DeviceID)
    case serial(SerialNumber)
}

/// What becomes of certificates.
enum CertificateChange {
    case deactivate
    case reactivate
    case revoke(RevocationReason)
}

/// A change as it was recorded.
struct ChangedCertificates {
    /// All that were selected, the newest first, as they are now.
    let certificates: [CertificateRecord]
    /// How many of them the change found in another status.
    let changedCount: Int
}

extension RegistryDatabase {
    func record(_ issued: IssuedCertificate, at now: Instant) throws(OperatorError) {
        let sql = """
            INSERT INTO certificates (serial, kind, name, status, issued_at_ms, not_after_ms, changed_at_ms)
            VALUES (?, ?, ?, 'active', ?, ?, ?)
            """
        try write("record the certificate \(issued.serial)") { db in
            try db.execute(
                sql: sql,
                arguments: [
                    issued.serial.description, issued.subject.kind, issued.subject.commonName,
                    now.millisecondsSinceEpoch, issued.notAfter.millisecondsSinceEpoch, now.millisecondsSinceEpoch,
                ]
            )
        }
    }

    func certificates(_ selection: CertificateSelection) throws(OperatorError) -> [CertificateRecord] {
        try read("look up certificates") { try Self.certificates(selection, $0) }
    }

    /// All of them, the newest first, those issued before `last` (the text of an issue number).
    func certificates(
        status: CertificateStatus?,
        after last: String?,
        limit: Int
    ) throws(OperatorError)
        -> Page<CertificateRecord>
    {
        let sql = """
            SELECT * FROM certificates
            WHERE issue < :before AND (:status IS NULL OR status = :status)
            ORDER BY issue DESC LIMIT :limit
            """
        let before = last.flatMap(Int64.init) ?? .max
        let rows = try read("list the certificates") { db in
            try Row.fetchAll(
                db,
                sql: sql,
                arguments: ["before": before, "status": status?.text, "limit": limit + 1]
            ).map { (issue: $0["issue"] as Int64, record: Self.certificate($0)) }
        }
        let shown = rows.prefix(limit)
        let next = rows.count > limit ? shown.last.map { "\($0.issue)" } : nil
        return Page(elements: shown.compactMap(\.record), next: next)
    }

    /// Sets a status: certificates that have it, or are revoked, stay as they are.
    func apply(
        _ change: CertificateChange,
        to selection: CertificateSelection,
        at now: Instant
    ) throws(OperatorError) -> ChangedCertificates {
        try write("record the new status of certificates") { db in
            let found = try Self.certificates(selection, db)
            let changing = found.filter { change.applies(to: $0.status) }
            for certificate in changing {
                try db.execute(
                    sql: "UPDATE certificates SET status = ?, reason = ?, changed_at_ms = ? WHERE serial = ?",
                    arguments: [
                        change.status.text, change.reason?.text, now.millisecondsSinceEpoch,
                        certificate.serial.description,
                    ]
                )
            }
            let certificates = changing.isEmpty ? found : try Self.certificates(selection, db)
            return ChangedCertificates(certificates: certificates, changedCount: changing.count)
        }
    }

    static func certificates(_ selection: CertificateSelection, _ db: Database) throws -> [CertificateRecord] {
        let (condition, argument) =
            switch selection {
            case .device(let id): ("name = ? AND kind = 'device'", id.description)
            case .serial(let serial): ("serial = ?", serial.description)
            }
        let sql = "SELECT * FROM certificates WHERE \(condition) ORDER BY issue DESC"
        return try Row.fetchAll(db, sql: sql, arguments: [argument]).compactMap(certificate)
    }

    static func certificate(_ row: Row) -> CertificateRecord? {
        guard let serial = SerialNumber(row["serial"] as String),
            let status = CertificateStatus(text: row["status"])
        else { return nil }
        return CertificateRecord(
            serial: serial,
            kind: row["kind"],
            name: row["name"],
            status: status,
            reason: (row["reason"] as String?).flatMap(RevocationReason.init(text:)),
            issuedAt: Instant(millisecondsSinceEpoch: row["issued_at_ms"]),
            notAfter: Instant(millisecondsSinceEpoch: row["not_after_ms"]),
            changedAt: Instant(millisecondsSinceEpoch: row["changed_at_ms"])
        )
    }
}

extension CertificateChange {
    var status: CertificateStatus {
        switch self {
        case .deactivate: .inactive
        case .reactivate: .active
        case .revoke: .revoked
        }
    }

    fileprivate var reason: RevocationReason? {
        switch self {
        case .deactivate, .reactivate: nil
        case .revoke(let reason): reason
        }
    }

    fileprivate func applies(to status: CertificateStatus) -> Bool {
        switch self {
        case .deactivate: status == .active
        case .reactivate: status == .inactive
        case .revoke: status != .revoked
        }
    }
}
