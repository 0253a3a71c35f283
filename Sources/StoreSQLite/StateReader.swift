import CEL
import Domain
import Foundation
import GRDB
import JSON
import Ledger
import Ports
import Response

/// Reads what was kept back into the core's words. What it cannot read is damage, and is said with its row.
struct StateReader {
    private let db: Database

    private let log: LogReader

    init(_ db: Database) {
        self.db = db
        log = LogReader(db)
    }

    func everythingOpen(at now: Instant, signed: UInt64) throws -> StoredState {
        var state = StoredState()
        state.runs = try runs(where: "phase <> 'ended'")
        state.incidents = try incidentsThatCount(at: now)
        state.touches = try touches()
        state.uses = try uses()
        state.stops = try stops()
        state.stopSwitch = try stopSwitch()
        state.fences = try fences()
        state.playbooks = try playbooks()
        state.log = try StoredLog(size: log.size(), signed: signed, in: log)
        state.lastCheckpoint = try lastCheckpoint()
        return state
    }

    func receipt(for key: Event.Key) throws -> EventReceipt? {
        // In one text: nothing is put together, or read, of an event that is not there.
        let sql = "SELECT '[' || incidents || ',' || body || ']' FROM events WHERE source = ? AND id = ?"
        guard let text = try db.text(sql, key.source, key.id) else { return nil }
        guard case .list(let parts) = try Self.value(text), parts.count == 2, case .list(let ids) = parts[0] else {
            throw StoredFormatError("event \(key.id): no list of incidents")
        }
        let incidents = ids.compactMap { id -> IncidentID? in
            guard case .string(let text) = id else { return nil }
            return IncidentID(text)
        }
        return EventReceipt(of: try Event(stored: parts[1]), incidents: incidents, isDuplicate: true)
    }

    func runs(where condition: String, _ arguments: StatementArguments = []) throws -> [StoredRun] {
        // One after the other: all the rows at once would be there a second time.
        try Array(Row.fetchCursor(db, sql: "SELECT * FROM runs WHERE \(condition)", arguments: arguments).map(run))
    }

    func incidents(_ suffix: String, _ arguments: StatementArguments = []) throws -> [Incident] {
        try String.fetchAll(db, sql: "SELECT body FROM incidents \(suffix)", arguments: arguments).map {
            try Incident(stored: Self.value($0))
        }
    }

    func playbook(_ digest: Digest) throws -> StoredPlaybook? {
        try Row.fetchOne(
            db,
            sql: "SELECT name, file, body FROM playbooks WHERE digest = ?",
            arguments: [digest.description]
        )
        .map { StoredPlaybook(name: $0["name"], text: $0["body"], file: $0["file"]) }
    }

    func run(_ row: Row) throws -> StoredRun {
        let header = try RunHeader(stored: Self.value(row["body"]))
        let outcome: String? = row["outcome"]
        guard let phase = Run.Phase(text: row["phase"], outcome: outcome.flatMap(RunOutcome.init(text:))) else {
            throw StoredFormatError("run \(header.id): its phase is none that this version knows")
        }
        guard let number = row["number"] as Int64? else {
            throw StoredFormatError(
                "run \(header.id): an earlier version wrote it; the engine's next start takes it over"
            )
        }
        return StoredRun(
            header: header,
            event: try event(header.event),
            phase: phase,
            revision: row["revision"],
            ended: (row["ended"] as Int64?).map(Instant.init(nanosecondsSinceEpoch:)),
            steps: try steps(of: header.id, at: number)
        )
    }

    func hasEvent(_ key: Event.Key) throws -> Bool {
        let statement = try db.cachedStatement(sql: "SELECT 1 FROM events WHERE source = ? AND id = ?")
        return try Bool.fetchOne(statement, arguments: [key.source, key.id]) ?? false
    }

    func incidentText(_ id: IncidentID) throws -> String? {
        let statement = try db.cachedStatement(sql: "SELECT body FROM incidents WHERE id = ?")
        return try String.fetchOne(statement, arguments: [id.description])
    }

    private func event(_ key: Event.Key) throws -> Event {
        let statement = try db.cachedStatement(sql: "SELECT body FROM events WHERE source = ? AND id = ?")
        guard let text = try String.fetchOne(statement, arguments: [key.source, key.id]) else {
            throw StoredFormatError("event \(key.id): it is missing")
        }
        return try Event(stored: Self.value(text))
    }

    private func steps(of run: RunID, at number: Int64) throws -> [Int: StepRecord] {
        let statement = try db.cachedStatement(sql: "SELECT position, body FROM steps WHERE run = ?")
        var steps: [Int: StepRecord] = [:]
        for row in try Row.fetchAll(statement, arguments: [number]) {
            let position: Int = row["position"]
            do {
                steps[position] = try StepRecord(stored: Self.value(row["body"]))
            } catch {
                throw StoredFormatError("run \(run), step \(position): \(error)")
            }
        }
        return steps
    }

    /// Those that events may join or whose alarm may count for a storm, and those whose run is open.
    private func incidentsThatCount(at now: Instant) throws -> [Incident] {
        try incidents(
            "WHERE joins_until > ? OR id IN (SELECT incident FROM runs WHERE phase <> 'ended')",
            [now.nanosecondsSinceEpoch]
        )
    }

    /// The oldest first: the last one of a device is the one that its limits count.
    func touches() throws -> [Touch] {
        try Row.fetchAll(db, sql: "SELECT * FROM touches ORDER BY at").map { row in
            guard let device = DeviceID(row["device"]) else { throw StoredFormatError("touch: no device") }
            guard case .list(let groups) = try Self.value(row["groups"]) else {
                throw StoredFormatError("touch: no groups")
            }
            guard case .list(let runs) = try Self.value(row["runs"]) else {
                throw StoredFormatError("touch: no runs")
            }
            return Touch(
                playbook: row["playbook"],
                version: Digest(hex: row["version"]),
                device: device,
                site: row["site"],
                groups: groups.compactMap { group in if case .string(let name) = group { name } else { nil } },
                at: Instant(nanosecondsSinceEpoch: row["at"]),
                first: Instant(nanosecondsSinceEpoch: row["first"]),
                runs: runs.compactMap { run in
                    if case .int(let time) = run { Instant(nanosecondsSinceEpoch: time) } else { nil }
                },
                isDrill: row["drill"]
            )
        }
    }

    private func uses() throws -> [ActionUse] {
        try Row.fetchAll(db, sql: "SELECT * FROM uses").map { row in
            guard let device = DeviceID(row["device"]) else { throw StoredFormatError("use: no device") }
            let at = Instant(nanosecondsSinceEpoch: row["at"])
            return ActionUse(action: row["action"], device: device, at: at, isDrill: row["drill"])
        }
    }

    private func fences() throws -> [DeviceID: Int] {
        var fences: [DeviceID: Int] = [:]
        for row in try Row.fetchAll(db, sql: "SELECT device, last FROM fences") {
            guard let device = DeviceID(row["device"]) else { throw StoredFormatError("fence: no device") }
            fences[device] = row["last"]
        }
        return fences
    }

    /// Those that are in force, the oldest first.
    func measures(of device: DeviceID?, after last: Measure?, limit: Int) throws -> Portion<Measure> {
        var conditions = ["open"]
        var arguments = StatementArguments()
        if let device {
            conditions.append("device = ?")
            arguments += [device.description]
        }
        if let last {
            conditions.append("(since, id) > (?, ?)")
            arguments += [last.since.nanosecondsSinceEpoch, last.id.description]
        }
        let rows = "FROM measures WHERE \(conditions.joined(separator: " AND "))"
        let count = try Int.fetchOne(db, sql: "SELECT count(*) \(rows)", arguments: arguments) ?? 0
        let sql = "SELECT body \(rows) ORDER BY since, id LIMIT ?"
        let measures = try String.fetchAll(db, sql: sql, arguments: arguments + [limit]).map {
            try Measure(stored: Self.value($0))
        }
        return Portion(measures, leftOut: count - measures.count)
    }

    /// Those that people set.
    func stops() throws -> [Stop] {
        try String.fetchAll(db, sql: "SELECT body FROM stops WHERE scope <> ?", arguments: [Self.switchKey]).map {
            try Stop(stored: Self.value($0))
        }
    }

    /// The switch that lies beside the database, where the last process found it thrown.
    func stopSwitch() throws -> Stop? {
        let sql = "SELECT body FROM stops WHERE scope = ?"
        return try String.fetchOne(db, sql: sql, arguments: [Self.switchKey]).map { try Stop(stored: Self.value($0)) }
    }

    /// Where a stop has its scope, of which there is none of this text.
    static let switchKey = "file:STOP"

    private func playbooks() throws -> [Digest: StoredPlaybook] {
        var playbooks: [Digest: StoredPlaybook] = [:]
        for row in try Row.fetchAll(db, sql: "SELECT digest, name, file, body FROM playbooks") {
            guard let digest = Digest(hex: row["digest"]) else { throw StoredFormatError("playbook: no digest") }
            playbooks[digest] = StoredPlaybook(name: row["name"], text: row["body"], file: row["file"])
        }
        return playbooks
    }

    func lastCheckpoint() throws -> StoredCheckpoint? {
        try Row.fetchOne(db, sql: "SELECT size, note FROM checkpoints ORDER BY size DESC LIMIT 1").map { row in
            StoredCheckpoint(size: UInt64(row["size"] as Int64), note: row["note"])
        }
    }

    /// Stored texts are ours: an event that was taken in is read back however deep it was, with what we put around it.
    static func value(_ text: String) throws -> Value {
        try JSONText.parse(text, limits: JSONLimits(bytesMax: 64 << 20, depthMax: 256))
    }
}
