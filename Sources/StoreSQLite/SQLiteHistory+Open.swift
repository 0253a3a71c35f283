import CEL
public import Domain
import GRDB
import JSON
public import Ports
public import Response

// What is not over: what waits for people, what is in force, what is stopped.
extension SQLiteHistory {
    public func waiting(
        limit: Int,
        besides aside: Set<RunID>
    ) async throws(OperatorError) -> Portion<IncidentDetail> {
        // Of any number: a statement takes only so many arguments.
        let names = JSONText.string(Value(texts: aside.map(\.description)))
        return try await read { db in
            let reader = StateReader(db)
            // What could not be taken back waits also where something else of its run is in force.
            let open = """
                SELECT incident FROM runs WHERE phase <> 'ended' AND (phase = 'waiting-for-person'
                OR phase = 'in-force' AND runs.id IN (SELECT json_extract(measures.body, '$.run') FROM measures
                WHERE open AND json_extract(measures.body, '$.state') = 'stuck')
                OR EXISTS (SELECT 1 FROM steps WHERE run = runs.number AND (state = 'asking' OR state = 'held'
                AND json_extract(steps.body, '$.hold.cause') <> 'stopped')))
                AND runs.id NOT IN (SELECT value FROM json_each(?))
                """
            let incidents = try reader.incidents("WHERE id IN (\(open)) ORDER BY number LIMIT ?", [names, limit])
            let sql = "SELECT count(*) FROM incidents WHERE id IN (\(open))"
            let count = try Int.fetchOne(db, sql: sql, arguments: [names]) ?? 0
            return Portion(try incidents.map { try reader.detail(of: $0) }, leftOut: count - incidents.count)
        }
    }

    public func measures(
        of device: DeviceID?,
        after last: Measure?,
        limit: Int
    ) async throws(OperatorError) -> Portion<Measure> {
        try await read { db in try StateReader(db).measures(of: device, after: last, limit: limit) }
    }

    public func stops() async throws(OperatorError) -> [Stop] {
        try await read { db in try StateReader(db).stops() }
    }

    /// The switch that lies beside the database, where the last process found it thrown.
    public func stopSwitch() async throws(OperatorError) -> Stop? {
        try await read { db in try StateReader(db).stopSwitch() }
    }

    public func heldByStopsCount() async throws(OperatorError) -> Int {
        try await read { db in
            let sql = """
                SELECT count(*) FROM runs JOIN steps ON steps.run = runs.number WHERE phase <> 'ended'
                AND state = 'held' AND json_extract(steps.body, '$.hold.cause') = 'stopped'
                """
            return try Int.fetchOne(db, sql: sql) ?? 0
        }
    }
}
