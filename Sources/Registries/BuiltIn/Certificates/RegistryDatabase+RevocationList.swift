import Domain
import GRDB

/// The number, date and entries that the next CRL has.
struct RevocationListState {
    let number: Int64
    let thisUpdate: Instant
    let entries: [SerialNumber: RevocationList.Entry]
}

extension RegistryDatabase {
    /// The number of the latest CRL; 0 before the first.
    func revocationListNumber() throws(OperatorError) -> Int64 {
        try read("read the number of the CRL") { db in
            try Int64.fetchOne(db, sql: "SELECT number FROM revocation_list") ?? 0
        }
    }

    /// Draws the next number and date, for good: a CRL that is then not written leaves a gap, never a repetition.
    /// - Returns: `nil` where so many lists were made within the last hour that the next would be dated in the future.
    ///   A last one from the future means that the clock was wrong: dates begin anew, as a receiver heeds the list that
    ///   is valid now. (It is to be restarted before the time comes that the wrong clock showed, or it heeds the old.)
    func drawRevocationList(at now: Instant) throws(OperatorError) -> RevocationListState? {
        try write("draw the next number of the CRL") { db in
            guard let last = try Row.fetchOne(db, sql: "SELECT number, this_update_s FROM revocation_list") else {
                preconditionFailure("the migration inserts the only row")
            }
            let number: Int64 = (last["number"] as Int64) + 1
            let before: Int64 = last["this_update_s"]
            let earliest = (now - RegistryLimits.crlBackdating).secondsSinceEpoch
            let thisUpdate = before > now.secondsSinceEpoch ? earliest : max(before + 1, earliest)
            guard thisUpdate <= now.secondsSinceEpoch else { return nil }
            try db.execute(
                sql: "UPDATE revocation_list SET number = ?, this_update_s = ?",
                arguments: [number, thisUpdate]
            )
            return RevocationListState(
                number: number,
                thisUpdate: Instant(secondsSinceEpoch: Int(thisUpdate)),
                entries: try Self.entries(db, at: now)
            )
        }
    }

    /// Everything that is refused, but for what has expired anyway.
    private static func entries(_ db: Database, at now: Instant) throws -> [SerialNumber: RevocationList.Entry] {
        let expired = (now - RegistryLimits.expiredEntryGrace).millisecondsSinceEpoch
        let rows = try Row.fetchCursor(
            db,
            sql: "SELECT * FROM certificates WHERE status <> 'active' AND not_after_ms >= ?",
            arguments: [expired]
        )
        var entries: [SerialNumber: RevocationList.Entry] = [:]
        while let row = try rows.next() {
            guard let certificate = certificate(row) else { continue }
            let reason = certificate.reason.map(RevocationList.Reason.revoked) ?? .hold
            entries[certificate.serial] = RevocationList.Entry(revokedAt: certificate.changedAt, reason: reason)
        }
        return entries
    }
}
