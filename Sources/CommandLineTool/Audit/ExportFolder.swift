import CEL
import Domain
import Foundation
import JSON
import Ledger
import Ports
import Response
import StoreSQLite
import Synchronization

/// A log in a folder, as C2SP `tlog-tiles` has it, with what a verifier needs beside the tiles. See `docs/audit-format.md`.
struct ExportFolder: AuditLog, SubtreeSource {
    enum Name {
        static let checkpoint = "checkpoint"
        static let checkpoints = "checkpoints.jsonl"
        static let keys = "keys"
        static let privateValues = "private.jsonl"
        static let states = "states.jsonl"
        static let cosigned = "cosigned.jsonl"
        static let readMe = "README.txt"
    }

    /// Lines of JSON are ours; none is longer than a note with all its signatures.
    private static let limits = JSONLimits(bytesMax: 1 << 20)

    let path: String
    // A verifier asks for them page by page.
    private let values = ReadOnce<PrivateValue>()
    private let states = ReadOnce<RunAccount>()

    init(path: String) { self.path = path }

    var exists: Bool { FileManager.default.fileExists(atPath: "\(path)/\(Name.checkpoints)") }

    /// The keys that signed the log, in the order of their use.
    func keys() throws(OperatorError) -> [VerifierKey] {
        let text = String(decoding: try contents(Name.keys), as: UTF8.self)
        return try text.split(separator: "\n").map { line throws(OperatorError) in
            guard let key = VerifierKey(String(line)) else {
                throw malformed(Name.keys, "'\(line)' is no verifier key")
            }
            return key
        }
    }

    func entries(from sequence: UInt64, limit: Int) async throws(OperatorError) -> [RawEntry] {
        var entries: [RawEntry] = []
        var index = sequence / UInt64(Tile.width)
        while entries.count < limit, let tile = try tile(index) {
            entries += tile.drop { $0.sequence < sequence }
            guard tile.count == Tile.width else { break }
            index += 1
        }
        return Array(entries.prefix(limit))
    }

    var hasPrivateValues: Bool { FileManager.default.fileExists(atPath: "\(path)/\(Name.privateValues)") }

    func privateValues(of entries: ClosedRange<UInt64>) async throws(OperatorError) -> [PrivateValue] {
        try values.get { () throws(OperatorError) in try privateValues() }.filter { entries.contains($0.sequence) }
    }

    private func privateValues() throws(OperatorError) -> [PrivateValue] {
        guard hasPrivateValues else { return [] }
        return try rows(Name.privateValues) { row in
            guard case .int(let number)? = row["sequence"], let sequence = UInt64(exactly: number),
                case .string(let word)? = row["field"],
                case .string(let salt)? = row["salt"], case .string(let value)? = row["value"],
                let field = PrivateField(rawValue: word), let bytes = [UInt8](hex: salt)
            else { return nil }
            return PrivateValue(sequence: sequence, field: field, salt: bytes, value: value)
        }
    }

    func checkpoints() async throws(OperatorError) -> [StoredCheckpoint] {
        try rows(Name.checkpoints) { row in
            guard case .int(let size)? = row["size"], case .string(let note)? = row["note"] else { return nil }
            return StoredCheckpoint(size: UInt64(clamping: size), note: note)
        }
    }

    func newestNote() async throws(OperatorError) -> String? {
        guard FileManager.default.fileExists(atPath: "\(path)/\(Name.checkpoint)") else { return nil }
        return String(decoding: try contents(Name.checkpoint), as: UTF8.self)
    }

    /// What an earlier export has of checkpoints.
    func checkpointNotes() throws(OperatorError) -> [String] {
        try rows(Name.checkpoints) { row in if case .string(let note)? = row["note"] { note } else { nil } }
    }

    func cosignedNotes() async throws(OperatorError) -> [String] {
        guard FileManager.default.fileExists(atPath: "\(path)/\(Name.cosigned)") else { return [] }
        return try rows(Name.cosigned) { row in
            if case .string(let note)? = row["note"] { note } else { nil }
        }
    }

    func accounts(after key: String, limit: Int) async throws(OperatorError) -> [RunAccount] {
        let all = try states.get { () throws(OperatorError) in
            guard FileManager.default.fileExists(atPath: "\(path)/\(Name.states)") else { return [] }
            return try rows(Name.states, RunAccount.init(row:))
        }
        return Array(all.drop { $0.key <= key }.prefix(limit))
    }

    func stopsInForce() async throws(OperatorError) -> StoredStops? { nil }

    func touches() async throws(OperatorError) -> StoredTouches? { nil }

    func measuresListed() async throws(OperatorError) -> StoredMeasures? { nil }

    /// The file of checkpoints.
    static func lines(of checkpoints: [StoredCheckpoint]) -> [UInt8] {
        lines(checkpoints.map { ["size": .int(Int64($0.size)), "note": .string($0.note)] })
    }

    static func lines(_ rows: [Value]) -> [UInt8] { rows.flatMap { JSONText.write($0) + [UInt8(ascii: "\n")] } }

    // MARK: - Files

    /// - Precondition: the positions are of full tiles.
    func roots(level: Int, _ positions: Range<UInt64>) throws -> [TreeHash] {
        let width = UInt64(Tile.width)
        return try positions.map { position in
            let name = Tile.path(.hashes(level: level), position / width)
            let start = 32 * Int(position % width)
            let bytes = try contents(name)
            guard bytes.count == 32 * Tile.width, let hash = TreeHash(bytes: bytes[start..<start + 32]) else {
                throw malformed(name, "it does not hold \(Tile.width) hashes")
            }
            return hash
        }
    }

    /// A full bundle, or the one at the end.
    private func tile(_ index: UInt64) throws(OperatorError) -> [RawEntry]? {
        guard let (name, count) = try bundle(index) else { return nil }
        let bundle = try contents(name)
        let hashes = try contents(Tile.path(.hashes(level: 0), index, count: count))
        guard let entries = Tile.entries(in: bundle), entries.count == count, hashes.count == 32 * count else {
            throw malformed(name, "it does not hold \(count) entries, or as many hashes")
        }
        return entries.enumerated().map { place, bytes in
            RawEntry(
                sequence: index * UInt64(Tile.width) + UInt64(place),
                bytes: bytes,
                leafHash: TreeHash(bytes: hashes[(32 * place)..<(32 * place + 32)])
            )
        }
    }

    private func bundle(_ index: UInt64) throws(OperatorError) -> (name: String, count: Int)? {
        let full = Tile.path(.entries, index)
        if FileManager.default.fileExists(atPath: "\(path)/\(full)") { return (full, Tile.width) }
        let parts = (try? FileManager.default.contentsOfDirectory(atPath: "\(path)/\(full).p")) ?? []
        guard let count = parts.compactMap(Int.init).max() else { return nil }
        guard (1..<Tile.width).contains(count) else { throw malformed("\(full).p", "\(count) is no number of entries") }
        return ("\(full).p/\(count)", count)
    }

    private func rows<Element>(
        _ name: String,
        _ read: (MapValue) -> Element?
    ) throws(OperatorError) -> [Element] {
        try contents(name).split(separator: UInt8(ascii: "\n")).enumerated().map { number, line throws(OperatorError) in
            guard case .map(let map)? = try? JSONText.parse(Array(line), limits: Self.limits), let row = read(map)
            else {
                throw malformed(name, "line \(number + 1) is not in the form that Cordon writes")
            }
            return row
        }
    }

    private func contents(_ name: String) throws(OperatorError) -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: "\(path)/\(name)") else {
            throw OperatorError(
                attempted: "read the log in \(path)",
                reason: "\(name) is missing, or cannot be read",
                remedy: "name a folder that 'cordon audit export' wrote, as a whole"
            )
        }
        return [UInt8](data)
    }

    private func malformed(_ name: String, _ reason: String) -> OperatorError {
        OperatorError(
            attempted: "read \(path)/\(name)",
            reason: reason,
            remedy: "it was changed, or copied in part: take another copy of the export"
        )
    }
}

extension RunAccount {
    fileprivate init?(row: MapValue) {
        guard case .string(let id)? = row["run"], let run = RunID(id), case .string(let phase)? = row["phase"],
            let steps = row["steps"]
        else { return nil }
        let outcome: String? = if case .string(let text)? = row["outcome"] { text } else { nil }
        var states: [String: String] = [:]
        switch steps {
        case .null: break
        case .map(let map):
            for entry in map.entries {
                guard case .string(let path) = entry.key, case .string(let state) = entry.value else { return nil }
                states[path] = state
            }
        default: return nil
        }
        // Every run has a step. Whoever exported one without did not know which is which.
        self.init(run: run, phase: phase, outcome: outcome, steps: states.isEmpty ? nil : states)
    }

    var row: Value {
        let states = steps?.sorted { $0.key < $1.key }.map { ($0.key, Value.string($0.value)) }
        return [
            "run": .string(run.description), "phase": .string(phase),
            "outcome": outcome.map { .string($0) } ?? .null, "steps": states.map { Value.map($0) } ?? .null,
        ]
    }
}

extension [UInt8] {
    init?(hex: String) {
        let digits = [UInt8](hex.utf8)
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let byte = UInt8(String(decoding: digits[index...index + 1], as: UTF8.self), radix: 16) else {
                return nil
            }
            bytes.append(byte)
        }
        self = bytes
    }
}

/// The rows of a file, which is read when somebody asks for them first.
private final class ReadOnce<Row: Sendable>: Sendable {
    private let rows = Mutex<[Row]?>(nil)

    func get(_ read: () throws(OperatorError) -> [Row]) throws(OperatorError) -> [Row] {
        if let known = rows.withLock(\.self) { return known }
        let fresh = try read()
        rows.withLock { $0 = fresh }
        return fresh
    }
}
