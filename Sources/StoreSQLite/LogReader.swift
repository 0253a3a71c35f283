import Domain
import Foundation
import GRDB
import Ledger

/// The hashes of the audit log's tree as they are kept: leaf hashes beside the entries, roots of complete subtrees apart.
struct LogReader: SubtreeSource {
    private let db: Database
    /// Of the entries that are not in the database any more.
    private let older: (any SubtreeSource)?

    init(_ db: Database, older: (any SubtreeSource)? = nil) {
        self.db = db
        self.older = older
    }

    /// How many entries there are, where none is missing.
    func size() throws -> UInt64 {
        try Int64.fetchOne(db, sql: "SELECT max(sequence) FROM entries").map { UInt64(clamping: $0 &+ 1) } ?? 0
    }

    func roots(level: Int, _ positions: Range<UInt64>) throws -> [TreeHash] {
        let range: StatementArguments = [Int64(positions.lowerBound), Int64(positions.upperBound)]
        let rows =
            level == 0
            ? try Data.fetchCursor(
                db.cachedStatement(
                    sql: "SELECT leaf_hash FROM entries WHERE sequence >= ? AND sequence < ? ORDER BY sequence"
                ),
                arguments: range
            )
            : try Data.fetchCursor(
                db.cachedStatement(
                    sql:
                        "SELECT root FROM subtrees WHERE level = ? AND position >= ? AND position < ? ORDER BY position"
                ),
                arguments: [level] + range
            )
        var hashes: [TreeHash] = []
        while let bytes = try rows.next() {
            guard let hash = TreeHash(bytes: bytes) else { throw damage(level, positions) }
            hashes.append(hash)
        }
        guard hashes.count < positions.count else { return hashes }
        // A tile that the archive has whole may be here in part.
        if level == 0, let older { return try older.roots(level: 0, positions) }
        throw damage(level, positions)
    }

    private func damage(_ level: Int, _ positions: Range<UInt64>) -> StoredFormatError {
        let what = level == 0 ? "leaf hashes" : "subtree roots of level \(level)"
        return StoredFormatError("audit log: of the \(what) \(positions), one is missing or damaged")
    }
}
