public import Domain
import Foundation
import GRDB
public import Ledger
public import Ports
public import Response

// What whoever audits the log asks of the database.
extension SQLiteHistory {
    /// What is stored of runs, in the order of the ids that their columns have, those after `key`.
    public func runStates(after key: String, limit: Int) async throws(OperatorError) -> [StoredRunState] {
        try await read { db in
            let reader = StateReader(db)
            let sql = "SELECT number, * FROM runs WHERE id > ? ORDER BY id LIMIT ?"
            return try Row.fetchAll(db, sql: sql, arguments: [key, limit]).map { row in
                let header = try RunHeader(stored: StateReader.value(row["body"]))
                var state = StoredRunState(
                    key: row["id"],
                    run: header.id,
                    playbook: header.playbook,
                    phase: row["phase"],
                    outcome: row["outcome"],
                    beginning: RunBeginning(header),
                    flaws: try Self.flaws(of: row, header, reader)
                )
                try Self.takeSteps(of: row["number"], db, into: &state)
                // What cannot be read is said elsewhere; nobody can say then what of it is in force.
                if state.mayHaveMeasures { state.whole = try? reader.run(row) }
                return state
            }
        }
    }

    /// The engine goes by what stands in the body. By the columns, the incident and the event others find the run, and lists are
    /// made.
    private static func flaws(of row: Row, _ header: RunHeader, _ reader: StateReader) throws -> [String] {
        let run = header.id
        var flaws: [String] = []
        let (key, incidentKey): (String, String) = (row["id"], row["incident"])
        if key != run.description { flaws.append("run \(run) is kept as '\(key)'") }
        if incidentKey != header.incident.description {
            flaws.append("run \(run) is kept with the incident '\(incidentKey)'")
        }
        if try !reader.hasEvent(header.event) { flaws.append("the event of run \(run) is not kept") }
        guard let text = try reader.incidentText(header.incident) else {
            return flaws + ["the incident of run \(run) is not kept"]
        }
        let incident = try? Incident(stored: StateReader.value(text))
        let isItsOwn =
            incident?.id == header.incident && incident?.run == run && incident?.device == header.device.id
        return isItsOwn ? flaws : flaws + ["the incident of run \(run) is not kept as that of this run and its device"]
    }

    /// The engine goes by what stands in the body; a column beside it that says something else was changed.
    private static func takeSteps(of run: Int64, _ db: Database, into state: inout StoredRunState) throws {
        let statement = try db.cachedStatement(sql: "SELECT position, state, body FROM steps WHERE run = ?")
        for row in try Row.fetchAll(statement, arguments: [run]) {
            let position: Int = row["position"]
            let column: String = row["state"]
            let record = try? StepRecord(stored: StateReader.value(row["body"]))
            let text = record?.state.text
            state.steps[position] = text == column ? column : "\(column), or \(text ?? "unreadable")"
            state.bases[position] = record.flatMap { StepBasis($0) }
        }
    }

    /// The measures that are listed as in force, and what of their rows does not belong together, in sentences.
    public func measuresListed() async throws(OperatorError) -> (measures: [Measure], flaws: [String]) {
        try await read { db in
            var (measures, flaws): ([Measure], [String]) = ([], [])
            let sql = "SELECT id, device, since, body FROM measures WHERE open ORDER BY id"
            for row in try Row.fetchAll(db, sql: sql) {
                let (id, device, since): (String, String, Int64) = (row["id"], row["device"], row["since"])
                guard let measure = try? Measure(stored: StateReader.value(row["body"])) else {
                    flaws.append("measure '\(id)' cannot be read")
                    continue
                }
                let isAsItSays =
                    measure.id.description == id && measure.device.description == device
                    && measure.since.nanosecondsSinceEpoch == since
                if !isAsItSays { flaws.append("measure \(measure.id) is not listed as it says of itself") }
                measures.append(measure)
            }
            return (measures, flaws)
        }
    }

    /// What limits count; nil in a database that this version has not opened yet.
    public func touches() async throws(OperatorError) -> [Touch]? {
        try await read { db in
            guard try db.columns(in: "touches").contains(where: { $0.name == "runs" }) else { return nil }
            return try StateReader(db).touches()
        }
    }

    /// The versions of playbooks that are kept.
    public func playbookVersions() async throws(OperatorError) -> [Digest] {
        try await read { db in
            try String.fetchAll(db, sql: "SELECT digest FROM playbooks ORDER BY digest").compactMap(Digest.init(hex:))
        }
    }

    /// The oldest entry that is not in the archive.
    public func firstEntry() async throws(OperatorError) -> UInt64? {
        try await read { db in
            try Int64.fetchOne(db, sql: "SELECT min(sequence) FROM entries").map { UInt64(clamping: $0) }
        }
    }

    /// Who asked that the private values of the entry are taken out, where somebody did and nobody has agreed yet.
    public func whoAskedToRedact(_ entry: UInt64) async throws(OperatorError) -> String? {
        try await read { db in
            let sql = "SELECT asked_by FROM redactions WHERE sequence = ?"
            return try String.fetchOne(db, sql: sql, arguments: [Int64(clamping: entry)])
        }
    }

    /// What goes on naming the person of the entry when its private values are taken out: the scopes of their stops that are
    /// in force, and the run that the entry is about, as long as that has not ended.
    public func goesOnNaming(
        personOf entry: UInt64,
        in run: RunID?
    ) async throws(OperatorError) -> (stops: [String], run: RunID?) {
        try await read { db in
            guard let person = try PersonInState(db, of: entry) else { return ([], nil) }
            return (try person.stops(), try run.flatMap { try person.isNeeded(by: $0) ? $0 : nil })
        }
    }

    /// The smallest checkpoint that covers the entry, with the cosignatures of witnesses, where there are some.
    public func note(over entry: UInt64) async throws(OperatorError) -> StoredCheckpoint? {
        try await read { db in
            let sql = """
                SELECT size, note || coalesce((SELECT group_concat(lines, '') FROM cosignatures c
                WHERE c.size = checkpoints.size), '') AS note
                FROM checkpoints WHERE size > ? ORDER BY size LIMIT 1
                """
            return try Row.fetchOne(db, sql: sql, arguments: [Int64(clamping: entry)]).map { row in
                StoredCheckpoint(size: UInt64(clamping: row["size"] as Int64), note: row["note"])
            }
        }
    }

    /// That the entry is among the first `size` of the log. Leaf hashes that are not in the database any more are asked of
    /// `older`.
    public func inclusionProof(
        of entry: UInt64,
        in size: UInt64,
        older: (any SubtreeSource & Sendable)?
    ) async throws(OperatorError) -> InclusionProof {
        try await read { db in try InclusionProof(of: entry, size: size, from: LogReader(db, older: older)) }
    }

    /// That the first `old` entries are the past of the first `new`. Leaf hashes that are not in the database any more are
    /// asked of `older`.
    public func consistencyProof(
        from old: UInt64,
        to new: UInt64,
        older: (any SubtreeSource & Sendable)?
    ) async throws(OperatorError) -> ConsistencyProof {
        try await read { db in try ConsistencyProof(from: old, to: new, from: LogReader(db, older: older)) }
    }

    public func lastCheckpoint() async throws(OperatorError) -> StoredCheckpoint? {
        try await read { db in try StateReader(db).lastCheckpoint() }
    }

    /// Of the largest checkpoint that the witness cosigned.
    public func lastCosignature(by witness: WitnessKey) async throws(OperatorError) -> StoredCosignature? {
        try await read { db in
            let sql = "SELECT * FROM cosignatures WHERE witness = ? ORDER BY size DESC LIMIT 1"
            return try Row.fetchOne(db, sql: sql, arguments: [witness.description]).map { row in
                StoredCosignature(
                    size: UInt64(clamping: row["size"] as Int64),
                    witness: witness,
                    time: Instant(nanosecondsSinceEpoch: row["time"]),
                    lines: row["lines"]
                )
            }
        }
    }
}

/// A run's state as a row of the database has it.
public struct StoredRunState: Sendable {
    /// The id as its column has it, by which the rows are in order and others find the run.
    public let key: String
    /// The id as the engine has it.
    public let run: RunID
    public let playbook: Digest
    public let phase: String
    public let outcome: String?
    public let beginning: RunBeginning
    /// What of the row and of those that belong to it does not fit together, in sentences.
    public let flaws: [String]
    /// By the step's position in the playbook.
    public fileprivate(set) var steps: [Int: String] = [:]
    /// By the step's position, for those that have one.
    public fileprivate(set) var bases: [Int: StepBasis] = [:]
    /// Of one that may have measures; nil also where it cannot be read.
    public fileprivate(set) var whole: StoredRun?

    /// Whether a step of it is in a state in which the one that takes something back waits, is under way, or has failed.
    public var mayHaveMeasures: Bool { !steps.values.allSatisfy(Self.settled.contains) }

    private static let settled: Set<String> = ["ready", "ok", "sent", "rehearsed", "joined", "done", "skipped"]
}
