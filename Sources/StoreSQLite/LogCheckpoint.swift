import GRDB
import GRDBSQLite

/// Takes the pages of the log beside the database into it, when the log is full.
///
/// What SQLite does by itself (`PRAGMA wal_autocheckpoint`) tells nobody where it fails. A disk that cannot be relied on ends
/// the engine before it acknowledges anything more, whatever it failed at.
enum LogCheckpoint {
    /// Of 4 KiB.
    static let pagesMax = 8000

    /// From now on after each commit of this connection. Where it fails the commit says so, though it is durable.
    static func arrange(for db: Database) {
        let look: @convention(c) (UnsafeMutableRawPointer?, OpaquePointer?, UnsafePointer<CChar>?, CInt) -> CInt = {
            _,
            connection,
            name,
            pages in
            guard pages >= LogCheckpoint.pagesMax else { return SQLITE_OK }
            let code = sqlite3_wal_checkpoint_v2(connection, name, SQLITE_CHECKPOINT_PASSIVE, nil, nil)
            return switch code & 0xff {
            // Whoever reads is in its way, or there is no room: the log grows until it succeeds.
            case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_FULL: SQLITE_OK
            default: code
            }
        }
        _ = sqlite3_wal_hook(db.sqliteConnection, look, nil)
    }
}
