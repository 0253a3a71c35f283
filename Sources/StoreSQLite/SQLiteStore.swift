public import Domain
import Foundation
import GRDB
import Ledger
public import Ports
import Response
import Synchronization

/// The embedded store: one SQLite file, one connection that writes, and one that looks up receipts meanwhile.
///
/// WAL with `synchronous=FULL`: a commit returns after one flush, and is durable then. The same connection also
/// checkpoints the WAL, because SQLite up to 3.51.2 can reset it wrongly where a second one does.
public final class SQLiteStore: Store {
    let queue: DatabaseQueue
    /// Reads what is durable while the other one writes. It never writes, and so never checkpoints.
    private let reader: DatabaseQueue
    private let writesUnderWay = Atomic(0)
    private let path: String
    /// The database and its log, as they were opened.
    private let files: [String: FileIdentity]

    /// Opens or makes the file, with mode 0600.
    public init(path: String) throws(OperatorError) {
        self.path = path
        do {
            var configuration = Configuration()
            configuration.label = "cordon.store"
            configuration.journalMode = .wal
            configuration.busyMode = .timeout(Self.patience / .seconds(1))
            try OwnerOnlyFile.make(path)
            queue = try DatabaseQueue(path: path, configuration: configuration)
            try Self.demandNoNewer(queue)
            try Schema.migrator.migrate(queue)
            try queue.writeWithoutTransaction { db in
                try db.execute(sql: Self.settings)
                try Self.demandDurability(db)
                LogCheckpoint.arrange(for: db)
            }
            var reading = Configuration()
            reading.label = "cordon.store.reader"
            reading.readonly = true
            reading.busyMode = .timeout(Self.patience / .seconds(1))
            reader = try DatabaseQueue(path: path, configuration: reading)
            let names = [path, "\(path)-wal"]
            files = names.reduce(into: [:]) { files, name in files[name] = FileIdentity(path: name) }
        } catch let error as OperatorError {
            throw error
        } catch {
            throw OperatorError(
                attempted: "open the database \(path)",
                reason: "\(error)",
                remedy: "check that the folder exists, is on a local disk, has room, and belongs to this user"
            )
        }
    }

    /// An older engine would not see what a newer one has written down: a stop of a kind that it does not know, say.
    private static func demandNoNewer(_ queue: DatabaseQueue) throws {
        guard try queue.read({ try Schema.migrator.hasBeenSuperseded($0) }) else { return }
        throw OperatorError(
            attempted: "open the database \(queue.path)",
            reason: "a newer cordon has written it",
            remedy: "run that version, or restore the database from before the upgrade"
        )
    }

    /// Makes the log as long as it gets before its pages go to the file, where it is short and the disk has ample room. While
    /// it grows, each flush also writes where it ends now, and an engine that has little to do would meet its first incidents
    /// so. Nothing is written that counts. Takes as long as the disk does for 33 MB.
    public func stretchLog() async {
        // Of what does not fit into the cache, the log gets as many pages.
        let bytes = (LogCheckpoint.pagesMax + Self.cacheKiB / 4) * 4096
        let files = FileManager.default
        let free = try? files.attributesOfFileSystem(forPath: path)[.systemFreeSize] as? NSNumber
        let length = try? files.attributesOfItem(atPath: "\(path)-wal")[.size] as? NSNumber
        guard let free, free.intValue > 16 * bytes, (length?.intValue ?? 0) < bytes / 16 else { return }
        try? await queue.writeWithoutTransaction { db in
            try db.inTransaction {
                try db.execute(sql: "CREATE TABLE stretch (bytes BLOB)")
                try db.execute(sql: "INSERT INTO stretch VALUES (zeroblob(?))", arguments: [bytes])
                return .rollback
            }
        }
        // Or the first commit would wait for it.
        try? FileHandle(forUpdating: URL(filePath: "\(path)-wal")).synchronize()
    }

    /// Empties the log beside the database: what was deleted stands there, in pages as they were before. Whoever reads keeps it
    /// from that, and they are waited for at most so long. Nothing else is written meanwhile, nor while the log is emptied and
    /// stretched again. Nobody cancels it, as a write. Answers whether nothing of it is left.
    public func forgetOldPages(within patience: Duration = .seconds(1)) async throws(StoreFailure) -> Bool {
        writesUnderWay.add(1, ordering: .acquiringAndReleasing)
        defer { writesUnderWay.subtract(1, ordering: .acquiringAndReleasing) }
        do {
            let isEmpty = try await Task {
                try await queue.writeWithoutTransaction { db in
                    try db.wait(atMost: patience)
                    defer { try? db.wait(atMost: Self.patience) }
                    // The first column says whether somebody was in the way.
                    return try Int.fetchOne(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)") == 0
                }
            }.value
            if isEmpty { await stretchLog() }
            return isEmpty
        } catch {
            throw Self.failure(of: error)
        }
    }

    /// The writer goes last: whoever does leaves nothing in the log.
    deinit { try? reader.close() }

    /// A turn under load touches some hundred pages, many of them again in the next one. The cache (in KiB) holds a turn, so
    /// that no page is written twice for it, and the log (in pages of 4 KiB) holds many before its pages go to the file.
    private static let settings = """
        PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;
        PRAGMA cache_size = -\(cacheKiB);
        """
    private static let cacheKiB = 4096
    /// How long somebody is waited for who has the database locked.
    private static let patience: Duration = .seconds(5)
    /// A turn of so many rows, that of an event or two, is written on the thread that asks: its command need not wait for two
    /// threads to wake. It is one of those that all tasks share, so there must be others.
    private static let rowsAtOnceMax = 32
    private static let hasOtherThreads = ProcessInfo.processInfo.activeProcessorCount > 1

    /// GRDB and SQLite have defaults of their own, so what a commit promises is read back.
    private static func demandDurability(_ db: Database) throws {
        let synchronous = try Int.fetchOne(db, sql: "PRAGMA synchronous")
        let journal = try String.fetchOne(db, sql: "PRAGMA journal_mode")
        precondition(synchronous == 2 && journal == "wal", "SQLite did not take synchronous=FULL and WAL")
    }

    public func commit(_ transaction: Transaction) async throws(StoreFailure) {
        try demandFiles()
        if Self.hasOtherThreads, transaction.isSmall(Self.rowsAtOnceMax) {
            try writeAtOnce { db in try Self.write(transaction, db) }
        } else {
            try await write { db in try Self.write(transaction, db) }
        }
    }

    /// Nothing may be acknowledged that lies in a file which nobody can find any more.
    private func demandFiles() throws(StoreFailure) {
        for (name, identity) in files where !identity.isStill(at: name) {
            throw .broken(
                OperatorError(
                    attempted: "go on with the database",
                    reason: "somebody has removed or replaced the file \(name) under the engine",
                    remedy:
                        "put it back, or restore the database from a backup, before Cordon is started again: without it, "
                        + "what was written since is lost"
                )
            )
        }
    }

    private static func write(_ transaction: Transaction, _ db: Database) throws {
        var writer = ChangeWriter(db)
        for change in transaction.changes { try writer.write(change) }
        try writer.writeWaiting()
        for entry in transaction.entries { try writer.write(entry) }
        if let checkpoint = transaction.checkpoint { try writer.write(checkpoint) }
        for redaction in transaction.redactions { try writer.write(redaction) }
    }

    public func receipts(for keys: [Event.Key]) async throws(StoreFailure) -> [Event.Key: EventReceipt] {
        let receipts = try receiptsAtOnce(for: keys)
        // Whoever brings what is not known yet hears nothing before it is written, and the files are looked at then.
        if !receipts.isEmpty { try demandFiles() }
        return receipts
    }

    /// On the caller's thread: to go to another one and back takes longer than to look. Without a transaction: receipts only
    /// become more. The connection that writes has the pages in memory, which the other one must read anew after each commit;
    /// while it is writing, that one waits for nobody.
    private func receiptsAtOnce(for keys: [Event.Key]) throws(StoreFailure) -> [Event.Key: EventReceipt] {
        let connection = writesUnderWay.load(ordering: .acquiring) == 0 ? queue : reader
        do {
            return try connection.unsafeRead { db in
                var receipts: [Event.Key: EventReceipt] = [:]
                for key in keys { receipts[key] = try StateReader(db).receipt(for: key) }
                return receipts
            }
        } catch {
            throw .broken(Self.unusable("read the database", error))
        }
    }

    public func load(at now: Instant, signed: UInt64) async throws(StoreFailure) -> StoredState {
        try await read { db in try StateReader(db).everythingOpen(at: now, signed: signed) }
    }

    /// Gives away entries that an archive holds: they, and not their checkpoints or what lies beside them about people. In
    /// steps, so that nobody else waits long; a task that is cancelled leaves the rest to the next time.
    public func forgetEntries(below end: UInt64) async throws(StoreFailure) {
        var isDone = false
        while !isDone, !Task.isCancelled {
            isDone = try await write { db in
                try db.execute(
                    sql: """
                        DELETE FROM entries WHERE sequence < ? AND sequence IN (SELECT sequence FROM entries LIMIT 2560)
                        """,
                    arguments: [Int64(clamping: end)]
                )
                return db.changesCount == 0
            }
        }
    }

    /// What this connection does at a commit: 2 is FULL. SQLite keeps it for each connection, so only this one knows.
    package func synchronous() async throws(StoreFailure) -> Int? {
        try await read { db in try Int.fetchOne(db, sql: "PRAGMA synchronous") }
    }

    /// From now on the database may have no more pages than it has and `more`; nil: as many as SQLite can.
    package func limitPages(more: Int?) async throws {
        try await queue.write { db in
            let count = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
            _ = try Int.fetchOne(db, sql: "PRAGMA max_page_count = \(more.map { count + $0 } ?? 1_073_741_823)")
        }
    }

    /// On the database's own thread, and in a task that nobody cancels: GRDB would break off what a cancelled one asks for,
    /// and that is no store that cannot be relied on.
    func write<Result: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Result
    ) async throws(StoreFailure) -> Result {
        writesUnderWay.add(1, ordering: .acquiringAndReleasing)
        defer { writesUnderWay.subtract(1, ordering: .acquiringAndReleasing) }
        do {
            return try await Task {
                try await queue.writeWithoutTransaction { db in try db.inOneCommit { try body(db) } }
            }.value
        } catch {
            throw Self.failure(of: error)
        }
    }

    /// On the caller's thread.
    private func writeAtOnce(_ body: (Database) throws -> Void) throws(StoreFailure) {
        writesUnderWay.add(1, ordering: .acquiringAndReleasing)
        defer { writesUnderWay.subtract(1, ordering: .acquiringAndReleasing) }
        do {
            try queue.writeWithoutTransaction { db in try db.inOneCommit { try body(db) } }
        } catch {
            throw Self.failure(of: error)
        }
    }

    private static func failure(of error: any Error) -> StoreFailure {
        switch error {
        case let failure as StoreFailure: failure
        case let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT:
            .conflict(
                OperatorError(
                    attempted: "write to the database",
                    reason: "what is new to the engine is there already: \(error)",
                    remedy: "make sure that only one Cordon uses this database, then start it again"
                )
            )
        case let error as DatabaseError where error.resultCode == .SQLITE_FULL:
            // Also where the disk says so: SQLite turns ENOSPC into this where it writes. It is rolled back.
            // Any other failure for want of room comes when the log may hold the commit already; so it is broken.
            .full(
                OperatorError(
                    attempted: "write to the database",
                    reason: "the disk is full: \(error)",
                    remedy: "make room on the disk; nothing that was acknowledged is lost, and work resumes by itself"
                )
            )
        default: .broken(unusable("write to the database", error))
        }
    }

    /// In a task that nobody cancels, as a write.
    private func read<Result: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Result
    ) async throws(StoreFailure) -> Result {
        do {
            return try await Task { try await queue.read(body) }.value
        } catch {
            throw .broken(Self.unusable("read the database", error))
        }
    }

    private static func unusable(_ attempted: String, _ error: any Error) -> OperatorError {
        OperatorError(
            attempted: attempted,
            reason: "\(error)",
            remedy: "check the disk, then start Cordon again: nothing that was acknowledged is lost"
        )
    }
}

extension Database {
    /// From now on, for whoever has it locked.
    fileprivate func wait(atMost patience: Duration) throws {
        _ = try Int.fetchOne(self, sql: "PRAGMA busy_timeout = \(Int(patience / .milliseconds(1)))")
    }
}

extension Transaction {
    /// Whether it writes no more rows than so many. A redaction reads a whole run.
    fileprivate func isSmall(_ rowsMax: Int) -> Bool {
        guard redactions.isEmpty, changes.count + entries.count <= rowsMax else { return false }
        let steps = changes.reduce(0) { $0 + $1.stepsCount }
        let beside = entries.reduce(0) { $0 + $1.privateValues.count + $1.completes.count }
        return changes.count + entries.count + steps + beside <= rowsMax
    }
}

extension Change {
    fileprivate var stepsCount: Int {
        switch self {
        case .advanced(_, let steps): steps.count
        case .overruled(_, let steps): steps.count
        case .event, .playbook, .incident, .opened, .touch, .used, .fence, .measure, .stop, .lifted, .stopSwitch: 0
        }
    }
}
