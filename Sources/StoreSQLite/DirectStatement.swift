package import CEL
package import GRDB
import GRDBSQLite
import JSON

/// Statements on the way of a turn, bound and stepped without a way around.
///
/// GRDB's own `execute` and `fetchOne` serve observers, and arguments of any type and number: nothing here needs that, and a
/// dozen of these stand between an event and its command.
extension Database {
    /// Carries out a statement that gives no rows back. It is prepared once.
    package func change<each Cell: Bindable>(_ sql: String, _ cells: repeat each Cell) throws {
        try step(sql, reading: { _, code in try demand(SQLITE_DONE, of: code, sql) }, repeat each cells)
    }

    /// The first column of the first row, a text; nil where there is no row.
    func text<each Cell: Bindable>(_ sql: String, _ cells: repeat each Cell) throws -> String? {
        try step(
            sql,
            reading: { statement, code in
                guard code != SQLITE_DONE else { return nil }
                try demand(SQLITE_ROW, of: code, sql)
                return sqlite3_column_text(statement, 0).map { String(cString: $0) }
            },
            repeat each cells
        )
    }

    /// Prepares the statement once, binds, steps, and hands over what SQLite said.
    private func step<Result, each Cell: Bindable>(
        _ sql: String,
        reading read: (OpaquePointer, CInt) throws -> Result,
        _ cells: repeat each Cell
    ) throws -> Result {
        let statement = try cachedStatement(sql: sql).sqliteStatement
        defer { sqlite3_reset(statement) }
        var column: CInt = 0
        for cell in repeat each cells {
            column += 1
            try demand(SQLITE_OK, of: cell.bind(to: statement, at: column), sql)
        }
        precondition(column == sqlite3_bind_parameter_count(statement), "as many values as places: \(sql)")
        return try read(statement, sqlite3_step(statement))
    }

    /// Carries out `body` in a transaction: all of it, or nothing.
    package func inOneCommit<Result>(_ body: () throws -> Result) throws -> Result {
        try change("BEGIN IMMEDIATE")
        do {
            let result = try body()
            try change("COMMIT")
            return result
        } catch {
            // SQLite itself has rolled back after some failures. Whoever cancels the task interrupts what is under way here,
            // which may be this; not twice.
            for _ in 0..<2 where sqlite3_get_autocommit(sqliteConnection) == 0 { try? change("ROLLBACK") }
            throw error
        }
    }

    private func demand(_ wanted: CInt, of code: CInt, _ sql: String) throws {
        guard code != wanted else { return }
        // Of what failed right after a commit the statement says no more than that it failed.
        let cause = code == SQLITE_ERROR ? sqlite3_extended_errcode(sqliteConnection) : code
        let message = cause == code ? lastErrorMessage : String(cString: sqlite3_errstr(cause))
        throw DatabaseError(resultCode: ResultCode(rawValue: cause), message: message, sql: sql)
    }
}

/// What a column can hold.
package protocol Bindable {
    /// - Returns: SQLite's code.
    func bind(to statement: OpaquePointer, at column: CInt) -> CInt
}

extension Int64: Bindable {
    package func bind(to statement: OpaquePointer, at column: CInt) -> CInt {
        sqlite3_bind_int64(statement, column, self)
    }
}

extension Int: Bindable {
    package func bind(to statement: OpaquePointer, at column: CInt) -> CInt {
        Int64(self).bind(to: statement, at: column)
    }
}

extension Bool: Bindable {
    package func bind(to statement: OpaquePointer, at column: CInt) -> CInt {
        (self ? 1 : 0).bind(to: statement, at: column)
    }
}

extension String: Bindable {
    package func bind(to statement: OpaquePointer, at column: CInt) -> CInt {
        var text = self
        return text.withUTF8 { Self.bind(UnsafeRawBufferPointer($0), to: statement, at: column) }
    }

    /// UTF-8, of which SQLite makes a copy.
    fileprivate static func bind(_ text: UnsafeRawBufferPointer, to statement: OpaquePointer, at column: CInt) -> CInt {
        let bytes = text.assumingMemoryBound(to: CChar.self)
        // No bytes have no address, and no address means NULL.
        guard let start = bytes.baseAddress else { return sqlite3_bind_text(statement, column, "", 0, nil) }
        return sqlite3_bind_text(statement, column, start, CInt(bytes.count), copied)
    }
}

/// A blob.
extension [UInt8]: Bindable {
    package func bind(to statement: OpaquePointer, at column: CInt) -> CInt {
        withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress, !bytes.isEmpty else {
                return sqlite3_bind_zeroblob(statement, column, 0)
            }
            return sqlite3_bind_blob(statement, column, start, CInt(bytes.count), copied)
        }
    }
}

/// Compact JSON, as text.
extension Value: Bindable {
    package func bind(to statement: OpaquePointer, at column: CInt) -> CInt {
        JSONText.write(self).withUnsafeBytes { String.bind($0, to: statement, at: column) }
    }
}

extension Optional: Bindable where Wrapped: Bindable {
    package func bind(to statement: OpaquePointer, at column: CInt) -> CInt {
        self?.bind(to: statement, at: column) ?? sqlite3_bind_null(statement, column)
    }
}

/// SQLite's `SQLITE_TRANSIENT`, a macro that Swift does not see: what is bound may be gone when the call returns.
// SAFETY: SQLite takes -1 in the place of a destructor as a word of its own, and never calls it.
private let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
