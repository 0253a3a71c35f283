import Domain
import GRDB
import GRDBSQLite

/// A device as it is recorded, in the order of the columns.
struct DeviceRow {
    let id: String
    let site: String
    let model: String
    let groups: String
    let tags: String
    let isProtected: Bool
    let gateway: String
    let children: Int
    let peers: Int?
}

extension DeviceRow {
    /// Binds the id, and reads the first row where SQLite has it. GRDB makes a row of its own with the names of its columns,
    /// which takes longer than to look; and this is asked with every event.
    static func first(of statement: Statement, for id: DeviceID) throws -> DeviceRow? {
        let handle = statement.sqliteStatement
        defer {
            sqlite3_reset(handle)
            sqlite3_clear_bindings(handle)
        }
        var id = id.description
        // SAFETY: SQLite reads the bytes where they are; they are there until the row was read.
        return try id.withUTF8 { text in
            let bytes = UnsafeRawBufferPointer(text).assumingMemoryBound(to: CChar.self)
            try demand(
                SQLITE_OK,
                of: sqlite3_bind_text(handle, 1, bytes.baseAddress, CInt(bytes.count), nil),
                statement
            )
            let code = sqlite3_step(handle)
            guard code != SQLITE_DONE else { return nil }
            try demand(SQLITE_ROW, of: code, statement)
            return DeviceRow(current: handle)
        }
    }

    private init(current handle: OpaquePointer) {
        func text(_ column: CInt) -> String { sqlite3_column_text(handle, column).map { String(cString: $0) } ?? "" }
        func number(_ column: CInt) -> Int { Int(sqlite3_column_int64(handle, column)) }
        self.init(
            id: text(0),
            site: text(1),
            model: text(2),
            groups: text(3),
            tags: text(4),
            isProtected: number(5) != 0,
            gateway: text(6),
            children: number(7),
            peers: sqlite3_column_type(handle, 8) == SQLITE_NULL ? nil : number(8)
        )
    }

    private static func demand(_ wanted: CInt, of code: CInt, _ statement: Statement) throws {
        guard code != wanted else { return }
        let words = String(cString: sqlite3_errstr(code))
        throw DatabaseError(resultCode: ResultCode(rawValue: code), message: words, sql: statement.sql)
    }
}
