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

    func revocationListDates() throws(OperatorError) -> RevocationListDates {
        try read("read the dates of CRLs") { db in
            let row = try Self.revocationList(db)
            let holders: String? = row["holders"]
            return RevocationListDates(
                newest: Instant(secondsSinceEpoch: Int(row["this_update_s"] as Int64)),
                latest: Instant(secondsSinceEpoch: Int(Self.latest(row))),
                holders: holders.map { Set($0.split(separator: " ").map(String.init)) }
            )
        }
    }

    /// Draws the next number and date, for good: a CRL that is then not written leaves a gap, never a repetition.
    ///
    /// It is dated later than every list before it. Where one of those is from the future, as the clock was wrong, that
    /// waits until its time has come; meanwhile dates begin anew, as a receiver heeds none that is not valid yet.
    /// - Returns: `nil` where so many lists were made within the last hour that the next would be dated in the future.
    func drawRevocationList(at now: Instant) throws(OperatorError) -> RevocationListState? {
        try write("draw the next number of the CRL") { db in
            let row = try Self.revocationList(db)
            let number: Int64 = (row["number"] as Int64) + 1
            let newest: Int64 = row["this_update_s"]
            let latest = Self.latest(row)
            let second = now.secondsSinceEpoch
            let earliest = (now - RegistryLimits.crlBackdating).secondsSinceEpoch
            let isSetBack = newest > second
            let thisUpdate: Int64 =
                if latest < second {
                    max(latest + 1, earliest)
                } else if isSetBack {
                    // Which date the last one before those from the future had is not known any more: as a rule a time
                    // that is further back, by the full backdating.
                    (now - RegistryLimits.crlBackdating / 2).secondsSinceEpoch
                } else {
                    max(newest + 1, earliest)
                }
            guard thisUpdate <= second else { return nil }
            if isSetBack || thisUpdate > latest {
                // Who holds a list that is dated later than those from now on is to be looked at anew.
                try db.execute(sql: "UPDATE revocation_list SET holders = NULL")
            }
            try db.execute(
                sql: "UPDATE revocation_list SET number = ?, this_update_s = ?, latest_update_s = ?",
                arguments: [number, thisUpdate, max(latest, thisUpdate)]
            )
            return RevocationListState(
                number: number,
                thisUpdate: Instant(secondsSinceEpoch: Int(thisUpdate)),
                entries: try Self.entries(db, at: now)
            )
        }
    }

    /// Once a list is in every file, nobody who is started from then on reads one of before. Only the first note counts.
    func note(holders: Set<String>) throws(OperatorError) {
        try write("note which brokers may hold an older CRL") { db in
            try db.execute(
                sql: "UPDATE revocation_list SET holders = ? WHERE holders IS NULL",
                arguments: [holders.sorted().joined(separator: " ")]
            )
        }
    }

    /// An engine of an earlier version that is still at work writes the newest alone.
    private static func latest(_ row: Row) -> Int64 {
        max(row["latest_update_s"] as Int64, row["this_update_s"] as Int64)
    }

    private static func revocationList(_ db: Database) throws -> Row {
        guard let row = try Row.fetchOne(db, sql: "SELECT * FROM revocation_list") else {
            preconditionFailure("the migration inserts the only row")
        }
        return row
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
