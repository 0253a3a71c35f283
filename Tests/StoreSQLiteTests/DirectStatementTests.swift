import CEL
import GRDB
import StoreSQLite
import Testing

/// What a turn writes, bound and stepped without GRDB's own way.
@Suite struct DirectStatementTests {
    private static let insert = "INSERT INTO things VALUES (?, ?, ?)"

    private let queue: DatabaseQueue

    init() throws {
        queue = try DatabaseQueue()
        try queue.write { try $0.execute(sql: "CREATE TABLE things (name TEXT UNIQUE, count INTEGER, bytes BLOB)") }
    }

    /// As SQL writes them.
    private func things() throws -> [String] {
        let sql = "SELECT quote(name) || ' ' || quote(count) || ' ' || quote(bytes) FROM things"
        return try queue.read { try String.fetchAll($0, sql: sql) }
    }

    private func insert(_ name: some Bindable, _ count: some Bindable, _ bytes: some Bindable) throws {
        try queue.writeWithoutTransaction { try $0.change(Self.insert, name, count, bytes) }
    }

    @Test func `values are kept as they are, the empty ones too`() throws {
        try insert("pümp '1'", Int64.min, [0x00, 0xFF] as [UInt8])
        try insert("", true, [] as [UInt8])
        try insert(nil as String?, nil as Int64?, nil as [UInt8]?)
        try insert(["a": [1, "ä"]] as Value, 7, nil as [UInt8]?)
        #expect(
            try things() == [
                "'pümp ''1''' -9223372036854775808 X'00FF'", "'' 1 X''", "NULL NULL NULL", #"'{"a":[1,"ä"]}' 7 NULL"#,
            ]
        )
    }

    @Test func `a statement that failed says why, and can be used again`() throws {
        try insert("pump", 1, true)
        #expect {
            try insert("pump", 2, true)
        } throws: { error in
            guard let error = error as? DatabaseError else { return false }
            return error.resultCode == .SQLITE_CONSTRAINT && error.message == "UNIQUE constraint failed: things.name"
        }
        try insert("valve", 3, true)
        #expect(try things() == ["'pump' 1 1", "'valve' 3 1"])
    }

    /// SQLite leaves the transaction open after the one, and has rolled back after the other.
    @Test(arguments: [
        "INSERT INTO parts VALUES ('of nothing')", "INSERT OR ROLLBACK INTO parts VALUES (NULL)",
    ])
    func `a commit that fails leaves nothing, and the next one is written`(_ failing: String) throws {
        let sql = "CREATE TABLE parts (of TEXT NOT NULL REFERENCES things (name) DEFERRABLE INITIALLY DEFERRED)"
        try queue.write { try $0.execute(sql: sql) }
        func commit(_ part: String) throws {
            try queue.writeWithoutTransaction { db in
                try db.inOneCommit {
                    try db.change(Self.insert, "pump", 1, true)
                    try db.change(part)
                }
            }
        }
        #expect {
            try commit(failing)
        } throws: {
            ($0 as? DatabaseError)?.resultCode == .SQLITE_CONSTRAINT
        }
        #expect(try things().isEmpty)
        try commit("INSERT INTO parts VALUES ('pump')")
        #expect(try things() == ["'pump' 1 1"])
    }

    @Test func `a commit holds all of it, or nothing`() throws {
        struct Refusal: Error {}
        #expect(throws: Refusal.self) {
            try queue.writeWithoutTransaction { db in
                try db.inOneCommit {
                    try db.change(Self.insert, "pump", 1, true)
                    throw Refusal()
                }
            }
        }
        #expect(try things().isEmpty)
        try queue.writeWithoutTransaction { db in
            try db.inOneCommit { try db.change(Self.insert, "pump", 1, true) }
        }
        #expect(try things() == ["'pump' 1 1"])
    }
}
