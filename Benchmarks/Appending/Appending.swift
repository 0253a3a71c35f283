import Glibc
import Ledger
import Logs
import Ports
import StoreSQLite

/// Prints what the audit log costs a transaction of the real database, as JSON: nanoseconds of processor time for each
/// entry, in all threads and in the kernel, encoded, hashed and written. The transaction and its flush are not counted:
/// they are there without the log too. A transaction that holds a checkpoint alone stands for them.
@main
enum Appending {
    private static let entriesInTurn = 64
    private static let turnsCount = 2_000

    static func main() async throws {
        guard CommandLine.arguments.count == 2 else { fatalError("usage: Appending DATABASE") }
        let store = try SQLiteStore(path: CommandLine.arguments[1])
        var writer = Log.writer()
        // The first fill SQLite's cache and prepare its statements.
        _ = try await commit(100, of: entriesInTurn, &writer, to: store)
        let empty = try await commit(turnsCount, of: 0, &writer, to: store)
        let full = try await commit(turnsCount, of: entriesInTurn, &writer, to: store)
        print("{\"append\": \((full - empty) / Double(turnsCount * entriesInTurn))}")
    }

    /// - Returns: nanoseconds of processor time.
    private static func commit(
        _ turns: Int,
        of count: Int,
        _ writer: inout LedgerWriter,
        to store: SQLiteStore
    ) async throws -> Double {
        let records = Array(repeating: Log.record, count: count)
        let start = processorTime()
        for _ in 0..<turns {
            let entries = writer.append(records, salting: Log.salt)
            let checkpoint = StoredCheckpoint(size: writer.nextSequence, note: "as long as a line of a note")
            try await store.commit(Transaction(entries: entries, checkpoint: checkpoint))
        }
        return processorTime() - start
    }

    private static func processorTime() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
    }
}
