package import Domain
import DurableFiles
import Foundation
package import Ledger
import Logging
import Ports
package import StoreSQLite

/// Moves old entries out of the database, into a folder in the form of an export: both together are the log.
///
/// Only whole tiles of 256 entries move, and only what a checkpoint covers. The files are durable before the database gives
/// anything away; a process that ends in the middle leaves entries in both, and the next one goes on.
package struct Archiver {
    let history: SQLiteHistory
    let store: SQLiteStore
    let folder: ExportFolder
    /// In the order of their use.
    let keys: [VerifierKey]

    /// `record` writes into the log that entries move. It is called once all of them were looked at: the log says nothing of
    /// a move that is refused.
    /// - Returns: which entries moved; nil where none are old enough.
    /// - Throws: where an entry is missing, or was changed; nothing moves then.
    package func move(
        before cutoff: Instant,
        recording record: () async throws -> Void
    ) async throws -> Range<UInt64>? {
        guard let old = try await old(cutoff) else { return nil }
        let tiles = try await tiles(of: old)
        for index in tiles { _ = try await entries(ofTile: index) }
        try await record()
        try WorkingFolder.makePrivate(folder.path)
        for index in tiles { try await write(tile: index) }
        try await writeSigned(upTo: old.upperBound)
        try await store.forgetEntries(below: old.upperBound)
        return old
    }

    /// Those of these entries that the archive has yet to take.
    /// - Throws: where nobody has what came before them: the archive is read up to its first gap.
    private func tiles(of old: Range<UInt64>) async throws -> Range<UInt64> {
        let (first, width) = (old.lowerBound, UInt64(Tile.width))
        if first > 0 {
            let archived = try await folder.entries(from: (first - 1) / width * width, limit: Tile.width)
            guard archived.count == Tile.width else { throw Self.unmoved(first - 1, Self.missing) }
        }
        // Of a tile that was given away in part all is in the archive.
        let whole = (first + width - 1) / width
        return whole..<max(whole, old.upperBound / width)
    }

    private func old(_ cutoff: Instant) async throws -> Range<UInt64>? {
        guard let first = try await history.firstEntry(), let covered = try await history.checkpoints().last?.size
        else {
            return nil
        }
        let width = UInt64(Tile.width)
        // A process may have ended in the middle of giving entries away: their tile is in the archive already.
        let start = first / width * width
        let end = try await end(from: start, before: cutoff, atMost: covered / width * width)
        return end > first ? first..<end : nil
    }

    /// The end of the last tile whose entries are all older.
    private func end(from first: UInt64, before cutoff: Instant, atMost limit: UInt64) async throws -> UInt64 {
        var end = first
        while end < limit {
            let next = end + UInt64(Tile.width)
            // Where the last entry is missing this is one after it. If that is old, so is the tile, and what it lacks is
            // said when it is read.
            guard let raw = try await history.entries(from: next - 1, limit: 1).first,
                try Entry(decoding: raw.bytes).record.time < cutoff
            else { break }
            end = next
        }
        return end
    }

    /// All the entries of a tile, each with the leaf hash that is stored of it.
    private func entries(ofTile index: UInt64) async throws -> [(raw: RawEntry, leafHash: TreeHash)] {
        let first = index * UInt64(Tile.width)
        let entries = try await history.entries(from: first, limit: Tile.width)
        // It is rows that are counted: where one is missing, the last is an entry of the next tile.
        let gap = entries.indices.first { entries[$0].sequence != first + UInt64($0) } ?? entries.count
        guard gap == Tile.width else { throw Self.unmoved(first + UInt64(gap), Self.missing) }
        return try entries.map { raw in
            guard let leafHash = raw.leafHash, leafHash == TreeHash(ofLeaf: raw.bytes) else {
                throw Self.unmoved(raw.sequence, "it does not match its hash: it was changed")
            }
            return (raw, leafHash)
        }
    }

    private static let missing = "it is missing, and whatever moved after it would stand in its place"

    private static func unmoved(_ entry: UInt64, _ reason: String) -> OperatorError {
        OperatorError(
            attempted: "move entry \(entry) into the archive",
            reason: reason,
            remedy:
                "run: cordon audit verify; and restore a backup that verifies. Nothing was taken out of the database"
        )
    }

    private func write(tile index: UInt64) async throws {
        var tiles = TileBuilder(tile: index)
        for entry in try await entries(ofTile: index) {
            for tile in tiles.append(entry.raw.bytes, entry.leafHash) where tile.isOfEntries {
                try write(tile.path, tile.bytes)
            }
        }
    }

    private func writeSigned(upTo end: UInt64) async throws {
        let notes = try await history.checkpoints().filter { $0.size <= end }
        try write(ExportFolder.Name.checkpoints, ExportFolder.lines(of: notes))
        try write(ExportFolder.Name.keys, Array(keys.map { "\($0)\n" }.joined().utf8))
    }

    private func write(_ name: String, _ bytes: [UInt8]) throws(OperatorError) {
        let path = "\(folder.path)/\(name)"
        try WorkingFolder.makePrivate(URL(filePath: path).deletingLastPathComponent().path(percentEncoded: false))
        do throws(FileProblem) {
            try DurableFile.replace(path, bytes)
        } catch {
            throw OperatorError(
                attempted: "\(error.verb) \(path)",
                reason: String(cString: strerror(error.code)),
                remedy: "make room, or see that the folder belongs to this user"
            )
        }
    }
}

extension Archiver {
    /// With the archive in the folder at that path.
    package init(history: SQLiteHistory, store: SQLiteStore, path: String, keys: [VerifierKey]) {
        self.init(history: history, store: store, folder: ExportFolder(path: path), keys: keys)
    }
}

extension Tile {
    /// Entries, or their leaf hashes: what an archive holds.
    fileprivate var isOfEntries: Bool { kind == .entries || kind == .hashes(level: 0) }
}

extension AuditRecord {
    /// What is said of a move, before it happens.
    static func archived(before cutoff: Instant, at now: Instant) -> Self {
        Self(
            .logArchived,
            at: now,
            on: AuditObject(.file, "archive"),
            detail: "entries from before \(cutoff.rfc3339), in whole tiles, as far as they are signed"
        )
    }
}
