import CEL
import Domain
import JSON
import Playbooks
import Ports
import Response
import StoreSQLite
import TestKit
import Testing

/// Whoever upgrades with runs under way goes on with them.
@Suite struct MigrationTests {
    private let folder: TemporaryFolder
    private let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path("old.sqlite")
    }

    /// Makes the database as that version left it, with a run under way.
    private func made(_ version: String) throws -> CoreHarness {
        var harness = CoreHarness(PlaybookFixture.text("- {id: act, action: fake.once}"))
        harness.event()
        try EarlierSchema.make(path: path, version: version, rows: try rows(harness.run(), harness, version))
        return harness
    }

    @Test(arguments: EarlierSchema.versions) func `a database of any earlier version opens, with its open run`(
        _ version: String
    ) async throws {
        let harness = try made(version)
        let run = harness.run()
        let state = try await SQLiteStore(path: path).load(at: harness.now)
        let stored = try #require(state.runs.first)
        #expect(try stored.revived(with: run.playbook).steps.map(\.state) == run.steps.map(\.state))
        #expect(state.touches.map(\.device) == [run.device.id])
        #expect(state.touches.map(\.first) == state.touches.map(\.at))
        #expect(state.stops.isEmpty && state.fences.isEmpty)
        // And it takes what only this version writes.
        let stop = Stop(.everything, by: Sample.operatorOnDuty, reason: "", since: harness.now)
        try await SQLiteStore(path: path).commit(Transaction(changes: [.stop(stop), .fence(run.device.id, 7)]))
        #expect(try await SQLiteStore(path: path).load(at: harness.now).fences == [run.device.id: 7])
    }

    /// A reading found that an older engine went on with it, without a word.
    @Test func `a database that a newer version wrote is not opened`() throws {
        let newest = try #require(EarlierSchema.versions.last)
        try EarlierSchema.make(
            path: path,
            version: newest,
            rows: ["INSERT INTO grdb_migrations (identifier) VALUES ('99: of tomorrow')"]
        )
        let error = try #require(throws: OperatorError.self) { try SQLiteStore(path: path) }
        #expect(error.reason == "a newer cordon has written it")
    }

    /// A new program is there before the engine's next start, which migrates.
    @Test(arguments: EarlierSchema.versions) func `who looks into a database of an earlier version sees it, or is told`(
        _ version: String
    ) async throws {
        let harness = try made(version)
        let run = harness.run()
        let history = try SQLiteHistory(path: path)
        let isNumbered = try #require(EarlierSchema.versions.firstIndex(of: version)) >= 9
        do throws(OperatorError) {
            #expect(try await history.incident(run.incident.description)?.run.header.id == run.id && isNumbered)
        } catch {
            #expect(error.reason.contains("an earlier version wrote it") && !isNumbered)
        }
        // A review found that a column which came later was read without a look whether it was there.
        let newest = try #require(EarlierSchema.versions.last)
        #expect(try await (history.touches() != nil) == (version == newest))
    }

    /// What every version has kept, without the fields that came later.
    private func rows(_ run: Run, _ harness: CoreHarness, _ version: String) throws -> [String] {
        // Since the tenth, steps are found by the number of their run.
        let number = try #require(EarlierSchema.versions.firstIndex(of: version)) + 1
        let isNumbered = number >= 10
        let header = json(RunHeader(run).stored, without: ["asks", "fleet"])
        let incident = try #require(try harness.rows.load(at: harness.now).incidents.first)
        let former = json(incident.stored, without: ["too_old", "last_alarm", "kept_until"])
        let times = (incident.opened.nanosecondsSinceEpoch, incident.joinsUntil.nanosecondsSinceEpoch)
        return [
            """
            INSERT INTO events (source, id, accepted, body, incidents)
            VALUES ('\(run.event.key.source)', '\(run.event.key.id)', 1, '\(json(run.event.stored))', '[]')
            """,
            """
            INSERT INTO playbooks (digest, name, file, body)
            VALUES ('\(run.playbook.digest)', '\(run.playbook.name)', 'a.yaml', '\(quoted(run.playbook.text))')
            """,
            """
            INSERT INTO incidents (id, opened, joins_until, body)
            VALUES ('\(incident.id)', \(times.0), \(times.1), '\(former)')
            """,
            """
            INSERT INTO runs (id, incident, phase, revision, body)
            VALUES ('\(run.id)', '\(run.incident)', '\(run.phase.text)', \(run.revision), '\(header)')
            """,
            """
            INSERT INTO steps (run, position, state, body)
            VALUES (\(isNumbered ? "1" : "'\(run.id)'"), 0, 'intent', '\(json(run.steps[0].stored))')
            """,
            """
            INSERT INTO touches (playbook, device, at, drill\(number >= 13 ? ", first" : ""))
            VALUES ('\(run.playbook.name)', '\(run.device.id)', 1, 0\(number >= 13 ? ", 1" : ""))
            """,
        ]
    }

    private func json(_ value: Value, without names: Set<String> = []) -> String {
        guard case .map(let map) = value else { return quoted(JSONText.string(value)) }
        let kept = map.entries.compactMap { entry -> (String, Value)? in
            guard case .string(let name) = entry.key, !names.contains(name) else { return nil }
            return (name, entry.value)
        }
        return quoted(JSONText.string(.map(kept)))
    }

    private func quoted(_ text: String) -> String { text.replacing("'", with: "''") }
}
