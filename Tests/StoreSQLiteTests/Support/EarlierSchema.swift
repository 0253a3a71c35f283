import GRDB
import StoreSQLite

/// Databases as earlier versions left them: every one of them must open, and go on, with this version.
enum EarlierSchema {
    /// Their names, the oldest first.
    static var versions: [String] { Schema.migrator.migrations }

    /// Makes a database of that version, and puts rows into it.
    static func make(path: String, version: String, rows: [String]) throws {
        let queue = try DatabaseQueue(path: path)
        try Schema.migrator.migrate(queue, upTo: version)
        try queue.write { db in
            for sql in rows { try db.execute(sql: sql) }
        }
        try queue.close()
    }
}
