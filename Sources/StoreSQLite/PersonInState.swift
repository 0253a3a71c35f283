import CEL
import Domain
import GRDB
import JSON
import Response

/// Where the state of runs and stops names the person of an entry: beside the log, and so that work can go on from there.
struct PersonInState {
    /// What stands in the place of a name, as in an entry.
    private static let nobody = "person"
    private static let keyOfEvent: [Value] = [.string("source"), .string("event")]

    private let db: Database
    private let name: String

    /// - Returns: nil where no name lies beside the entry.
    init?(_ db: Database, of entry: UInt64) throws {
        let sql = "SELECT value FROM private_values WHERE sequence = ? AND field = 'actor'"
        guard let name = try String.fetchOne(db, sql: sql, arguments: [Int64(clamping: entry)]) else { return nil }
        self.db = db
        self.name = name
    }

    /// The scopes of their stops that are in force.
    func stops() throws -> [String] { try StateReader(db).stops().filter { $0.by.name == name }.map(\.scope.text) }

    /// Whether the run has not ended, and its state names them.
    func isNeeded(by run: RunID) throws -> Bool {
        guard try !hasEnded(run) else { return false }
        return try bodies(of: run).contains { try taken(out: StateReader.value($0)) != nil }
    }

    /// Nothing goes on from the state of a run that has ended, so that nobody needs to know who took part in it.
    func takeOut(of run: RunID) throws {
        guard try hasEnded(run) else { return }
        for (table, key) in [("runs", "number"), ("steps", "run")] {
            let rows = "\(key) = (SELECT number FROM runs WHERE id = :run)"
            let sql = "SELECT body FROM \(table) WHERE \(rows)"
            let bodies = try String.fetchAll(db, sql: sql, arguments: ["run": run.description])
            for body in bodies {
                guard let other = try taken(outOf: StateReader.value(body)) else { continue }
                try db.execute(
                    sql: "UPDATE \(table) SET body = :other WHERE \(rows) AND body = :body",
                    arguments: ["other": JSONText.string(other), "run": run.description, "body": body]
                )
            }
        }
    }

    private func hasEnded(_ run: RunID) throws -> Bool {
        let sql = "SELECT phase = 'ended' FROM runs WHERE id = ?"
        return try Bool.fetchOne(db, sql: sql, arguments: [run.description]) ?? true
    }

    private func bodies(of run: RunID) throws -> [String] {
        let sql = """
            SELECT body FROM runs WHERE id = :run
            UNION ALL SELECT steps.body FROM steps JOIN runs ON runs.number = steps.run WHERE runs.id = :run
            """
        return try String.fetchAll(db, sql: sql, arguments: ["run": run.description])
    }

    /// But for the key of a run's event: it is what finds the event, and stands there as well.
    private func taken(outOf body: Value) -> Value? {
        guard case .map(let map) = body else { return taken(out: body) }
        let isNamed = map.entries.contains { !Self.keyOfEvent.contains($0.key) && taken(out: $0.value) != nil }
        guard isNamed else { return nil }
        let entries = map.entries.map { Self.keyOfEvent.contains($0.key) ? $0 : taken(out: $0) }
        return .map(MapValue(entries: entries, index: nil))
    }

    /// - Returns: nil where they are not named in it.
    private func taken(out value: Value) -> Value? {
        switch value {
        case .string(let text): taken(out: text).map { .string($0) }
        case .list(let elements):
            elements.contains { taken(out: $0) != nil } ? .list(elements.map { taken(out: $0) ?? $0 }) : nil
        case .map(let map):
            map.entries.contains { taken(out: $0.value) != nil }
                ? .map(MapValue(entries: map.entries.map(taken(out:)), index: nil)) : nil
        default: nil
        }
    }

    /// From the name on, a sentence says what the person did and why: it ends there.
    private func taken(out text: String) -> String? {
        guard let found = text.ranges(of: name).first(where: { !text[$0.upperBound...].goesOnWithName }) else {
            return nil
        }
        return "\(text[..<found.lowerBound])\(Self.nobody)"
    }

    private func taken(out entry: MapValue.Entry) -> MapValue.Entry {
        MapValue.Entry(key: entry.key, value: taken(out: entry.value) ?? entry.value)
    }
}

extension Substring {
    /// `person:ana` does not stand in `person:anastasia`.
    fileprivate var goesOnWithName: Bool { first.map { $0.isLetter || $0.isNumber || "._-@".contains($0) } ?? false }
}
