public import Domain
import Foundation
import GRDB
public import Ledger
public import Ports
import Response

/// The database as a reader sees it: read-only, beside a running engine or without one.
public final class SQLiteHistory: History {
    private let reader: any DatabaseReader
    private let path: String

    /// One that stands still goes on to be read as it is now, whatever an engine writes meanwhile: for whoever compares one
    /// part of it with another.
    public init(path: String, standsStill: Bool = false) throws(OperatorError) {
        self.path = path
        do {
            var configuration = Configuration()
            configuration.readonly = true
            configuration.busyMode = .timeout(5)
            reader =
                standsStill
                ? try DatabasePool(path: path, configuration: configuration).makeSnapshot()
                : try DatabaseQueue(path: path, configuration: configuration)
        } catch {
            throw UnopenedDatabase(path: path, problem: error).error
        }
    }

    public func incidents(limit: Int) async throws(OperatorError) -> [IncidentSummary] {
        try await read { db in
            let reader = StateReader(db)
            return try reader.incidents("ORDER BY number DESC LIMIT ?", [limit]).compactMap { incident in
                try reader.runs(where: "id = ?", [incident.run.description]).first.map {
                    IncidentSummary(incident: incident, phase: $0.phase, ended: $0.ended)
                }
            }
        }
    }

    public func incident(_ id: String) async throws(OperatorError) -> IncidentDetail? {
        try await read { db in
            let reader = StateReader(db)
            let found = try reader.incidents("WHERE id >= ? AND id < ? LIMIT 2", [id, id + "~"])
            guard found.count == 1, let incident = found.first else { return nil }
            return try reader.detail(of: incident)
        }
    }

    /// The entries of the audit log from `sequence` on, as they lie there, and nothing made of them.
    public func entries(from sequence: UInt64, limit: Int) async throws(OperatorError) -> [RawEntry] {
        try await read { db in
            let sql = "SELECT sequence, body, leaf_hash FROM entries WHERE sequence >= ? ORDER BY sequence LIMIT ?"
            return try Row.fetchAll(db, sql: sql, arguments: [Int64(clamping: sequence), limit]).map { row in
                RawEntry(
                    sequence: UInt64(clamping: row["sequence"] as Int64),
                    bytes: [UInt8](row["body"] as Data),
                    leafHash: TreeHash(bytes: row["leaf_hash"] as Data)
                )
            }
        }
    }

    /// The number that the next entry will have.
    public func nextSequence() async throws(OperatorError) -> UInt64 {
        try await read { db in
            try Int64.fetchOne(db, sql: "SELECT max(sequence) FROM entries").map { UInt64(clamping: $0) + 1 } ?? 0
        }
    }

    /// A version of a playbook, where a run has been pinned to it.
    public func playbook(_ digest: Digest) async throws(OperatorError) -> StoredPlaybook? {
        try await read { db in try StateReader(db).playbook(digest) }
    }

    /// What is kept beside these entries, of those that nobody had redacted.
    public func privateValues(of entries: ClosedRange<UInt64>) async throws(OperatorError) -> [PrivateValue] {
        try await read { db in
            // None in a database that no version with private values has opened.
            guard try db.tableExists("private_values") else { return [] }
            let sql = "SELECT * FROM private_values WHERE sequence BETWEEN ? AND ? ORDER BY sequence, field"
            let bounds = [Int64(clamping: entries.lowerBound), Int64(clamping: entries.upperBound)]
            return try Row.fetchAll(db, sql: sql, arguments: StatementArguments(bounds)).compactMap { row in
                PrivateField(rawValue: row["field"]).map {
                    PrivateValue(
                        sequence: UInt64(clamping: row["sequence"] as Int64),
                        field: $0,
                        salt: [UInt8](row["salt"] as Data),
                        value: row["value"]
                    )
                }
            }
        }
    }

    /// All checkpoints, the smallest first.
    public func checkpoints() async throws(OperatorError) -> [StoredCheckpoint] {
        try await read { db in
            try Row.fetchAll(db, sql: "SELECT size, note FROM checkpoints ORDER BY size").map { row in
                StoredCheckpoint(size: UInt64(clamping: row["size"] as Int64), note: row["note"])
            }
        }
    }

    /// The checkpoints that a witness cosigned, as notes that hold the log's signature and the witnesses', the smallest
    /// first. None in a database that no version with witnesses has opened.
    public func cosignedNotes() async throws(OperatorError) -> [String] {
        try await read { db in
            guard try db.tableExists("cosignatures") else { return [] }
            let sql = """
                SELECT note || group_concat(lines, '') FROM checkpoints JOIN cosignatures USING (size)
                GROUP BY size ORDER BY size
                """
            return try String.fetchAll(db, sql: sql)
        }
    }

    func read<Result: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Result
    ) async throws(OperatorError) -> Result {
        do {
            return try await reader.read(body)
        } catch let error as OperatorError {
            throw error
        } catch {
            throw OperatorError(
                attempted: "read the database \(path)",
                reason: "\(error)",
                remedy:
                    "if it is damaged, or was changed, 'cordon audit verify' says where it is not what the log tells"
            )
        }
    }
}

extension StateReader {
    func detail(of incident: Incident) throws -> IncidentDetail {
        guard let run = try runs(where: "id = ?", [incident.run.description]).first,
            let playbook = try playbook(run.header.playbook)
        else { throw StoredFormatError("incident \(incident.id): its run or playbook is missing") }
        return IncidentDetail(incident: incident, run: run, playbook: playbook)
    }
}

/// An entry as the database holds it.
public struct RawEntry: Hashable, Sendable {
    public let sequence: UInt64
    public let bytes: [UInt8]
    /// `nil` where the column does not hold 32 bytes.
    public let leafHash: TreeHash?

    package init(sequence: UInt64, bytes: [UInt8], leafHash: TreeHash?) {
        self.sequence = sequence
        self.bytes = bytes
        self.leafHash = leafHash
    }
}
