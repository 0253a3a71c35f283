import Domain
import Foundation
import GRDB

/// The SQLite file of the built-in registry. Every call blocks.
///
/// Several processes write to it (the engine and the command line), so it keeps a rollback journal: in WAL mode SQLite
/// through 3.51.2 can corrupt a file that has two writers. `synchronous` is `EXTRA`, which is `FULL` and also flushes
/// the folder after the journal is removed: without that, a commit can be undone by a loss of power.
struct RegistryDatabase: Sendable {
    private let queue: DatabaseQueue
    /// Waits for nobody: where it cannot read at once, it fails.
    private let glance: DatabaseQueue
    private let path: String

    /// - Throws: also where the file is not there and may not be made.
    init(path: String, mayCreate: Bool) throws(OperatorError) {
        self.path = path
        guard mayCreate || FileManager.default.fileExists(atPath: path) else { throw Self.missing(path) }
        do throws(FileFailure) {
            try Self.prepareFile(path)
        } catch {
            throw error.whileTrying(to: "open the registry \(path)")
        }
        queue = try Self.explained("open the registry \(path)") {
            var configuration = Configuration()
            configuration.busyMode = .timeout(RegistryLimits.busySeconds)
            configuration.prepareDatabase { db in
                _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = DELETE")
                try db.execute(sql: "PRAGMA synchronous = EXTRA")
            }
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.read(Self.assertDurable)
            return queue
        }
        glance = try Self.explained("open the registry \(path)") {
            var configuration = Configuration()
            configuration.readonly = true
            configuration.busyMode = .timeout(RegistryLimits.busySeconds)
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            // Opening reads, and may wait; from now on nobody does.
            try queue.inDatabase { db in _ = try Int.fetchOne(db, sql: "PRAGMA busy_timeout = 0") }
            return queue
        }
        try migrate()
    }

    /// One transaction, in which nothing changes.
    ///
    /// Not GRDB's own `read`: it turns `PRAGMA query_only` on and off again, and each time SQLite throws away what it has
    /// prepared on the connection. To prepare a look-up anew took longer than to look.
    func read<Result>(_ attempted: String, _ body: (Database) throws -> Result) throws(OperatorError) -> Result {
        try Self.explained(attempted) {
            try queue.inDatabase { db in
                var result: Result?
                try db.inTransaction(.deferred) {
                    result = try body(db)
                    return .commit
                }
                guard let result else { preconditionFailure("a transaction that is committed has run") }
                return result
            }
        }
    }

    /// At once, and without a transaction: each statement sees a state of its own. Nil where somebody is writing, or where
    /// something else is amiss, which ``read(_:_:)`` then says.
    func readAtOnce<Result>(_ body: (Database) throws -> Result) -> Result? {
        try? glance.unsafeRead(body)
    }

    /// One transaction: all of it or nothing.
    func write<Result>(_ attempted: String, _ body: (Database) throws -> Result) throws(OperatorError) -> Result {
        try Self.explained(attempted) { try queue.write(body) }
    }

    /// SQLite gives its journal the mode and the owner of the file. The file is never opened here once SQLite may have it
    /// open: closing it would give up the locks that SQLite holds on it.
    private static func prepareFile(_ path: String) throws(FileFailure) {
        do throws(FileFailure) {
            _ = try OpenFile(making: path, O_RDWR)
        } catch  where error.code == EEXIST {
        }
        guard chmod(path, 0o600) == 0 else { throw .last("chmod", path) }
    }

    private static func missing(_ path: String) -> OperatorError {
        OperatorError(
            attempted: "open the registry \(path)",
            reason: "the file is not there, and there has been one before: a new one would protect no device, "
                + "and would let in again what was revoked",
            remedy:
                "mount its volume, restore it from the backup, or correct 'database'; where a new registry is meant, "
                + "make an empty file of that name"
        )
    }

    private static func assertDurable(_ db: Database) throws {
        let journal = try String.fetchOne(db, sql: "PRAGMA journal_mode")
        let synchronous = try Int.fetchOne(db, sql: "PRAGMA synchronous")
        precondition(journal == "delete" && synchronous == 3, "SQLite did not take the settings that make it durable")
    }

    private func migrate() throws(OperatorError) {
        let attempted = "bring the registry \(path) up to date"
        let migrator = Self.migrator
        let isNewer = try read(attempted) { try migrator.hasBeenSuperseded($0) }
        guard !isNewer else {
            throw OperatorError(
                attempted: attempted,
                reason: "a newer cordon has written it",
                remedy: "run that version, or restore the file from before the upgrade"
            )
        }
        try Self.explained(attempted) { try migrator.migrate(queue) }
    }

    /// Forward only: a migration that was released is never edited.
    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 devices, certificates and the list of revocations") { db in
            try db.execute(sql: schema1)
        }
        migrator.registerMigration("2 gateways, and devices by site") { db in
            try db.execute(sql: schema2)
        }
        migrator.registerMigration("3 the latest date of a list, and who may hold it") { db in
            try db.execute(sql: schema3)
        }
        return migrator
    }

    private static let schema3 = """
        ALTER TABLE revocation_list ADD COLUMN latest_update_s INTEGER NOT NULL DEFAULT 0; -- that a list ever had
        ALTER TABLE revocation_list ADD COLUMN holders TEXT; -- brokers' processes, separated by ' '
        UPDATE revocation_list SET latest_update_s = this_update_s;
        """

    private static let schema2 = """
        ALTER TABLE devices ADD COLUMN gateway TEXT NOT NULL DEFAULT '';
        CREATE INDEX devices_by_gateway ON devices (gateway) WHERE gateway <> '';
        CREATE INDEX devices_by_site ON devices (site, model) WHERE site <> '';
        """

    private static let schema1 = """
        CREATE TABLE devices (
            id TEXT PRIMARY KEY NOT NULL,
            site TEXT NOT NULL,
            model TEXT NOT NULL,
            groups TEXT NOT NULL, -- separated by ';'
            tags TEXT NOT NULL, -- separated by ';'
            protected INTEGER NOT NULL CHECK (protected IN (0, 1))
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE certificates (
            issue INTEGER PRIMARY KEY, -- the order in which they were issued
            serial TEXT NOT NULL UNIQUE,
            kind TEXT NOT NULL CHECK (kind IN ('device', 'server', 'client')),
            name TEXT NOT NULL,
            status TEXT NOT NULL CHECK (status IN ('active', 'inactive', 'revoked')),
            reason TEXT CHECK ((reason IS NOT NULL) = (status = 'revoked')),
            issued_at_ms INTEGER NOT NULL,
            not_after_ms INTEGER NOT NULL,
            changed_at_ms INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX certificates_by_name ON certificates (name, kind);
        CREATE INDEX certificates_refused ON certificates (serial) WHERE status <> 'active';
        CREATE TABLE revocation_list (
            only INTEGER PRIMARY KEY CHECK (only = 1),
            number INTEGER NOT NULL,
            this_update_s INTEGER NOT NULL
        ) STRICT;
        INSERT INTO revocation_list VALUES (1, 0, 0);
        """

    private static func explained<Result>(
        _ attempted: String,
        _ body: () throws -> Result
    ) throws(OperatorError) -> Result {
        do {
            return try body()
        } catch let error as OperatorError {
            throw error
        } catch let error as DatabaseError {
            throw OperatorError(
                attempted: attempted,
                reason: "SQLite: \(error.message ?? "\(error.resultCode)")",
                remedy: remedy(error.resultCode)
            )
        } catch {
            throw OperatorError(attempted: attempted, reason: "\(error)", remedy: "check the registry's file and disk")
        }
    }

    private static func remedy(_ code: ResultCode) -> String {
        switch code {
        case .SQLITE_BUSY, .SQLITE_LOCKED: "wait until the other cordon process has finished writing, then try again"
        case .SQLITE_FULL: "free space on the disk that holds the registry, then try again"
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: "restore the registry's file from a backup"
        case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH:
            "let the user that runs cordon write the registry's file and its folder"
        default: "check the disk (dmesg), then try again"
        }
    }
}
