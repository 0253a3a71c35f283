import CommandLineTool
import Domain
import Ledger
import TestKit
import Testing

/// What the log says that an earlier start went by, and what a start says of itself.
@Suite struct LoadedFilesTests {
    private static func digest(_ text: String) -> Digest { Digest(of: text.utf8) }

    private func loaded(
        _ configuration: String = "one",
        environment: String = "",
        playbooks: [String: String] = ["botnet": "1"],
        variables: [String] = []
    ) -> LoadedFiles {
        var loaded = LoadedFiles()
        loaded.files = [
            "cordon.yaml": Self.digest(configuration), "environment": Self.digest(environment),
            "keys/tokens": Self.digest("tokens"),
        ]
        loaded.playbooks = playbooks.mapValues(Self.digest)
        loaded.variables = variables
        return loaded
    }

    /// What the engine writes of it at the start.
    private func begin(_ playbooks: [String: Digest], in log: MemoryLog) {
        let named = playbooks.sorted { $0.key < $1.key }.map { name, digest in
            AuditRecord(.playbookLoaded, at: Sample.start, on: .playbook(name), playbook: digest, outcome: "enforce")
        }
        log.write([AuditRecord(.engineStarted, at: Sample.start, outcome: "enforce")] + named)
    }

    /// A start; of its notes as many are written as are given.
    @discardableResult
    private func start(_ files: LoadedFiles, in log: MemoryLog, notes count: Int = .max) async throws -> [AuditRecord] {
        let end = try await log.nextSequence()
        begin(files.playbooks, in: log)
        var reader = EntryReader(log)
        let earlier = try await files.asBefore(end, in: &reader)
        let notes = files.notes(since: earlier, at: Sample.start)
        log.write(Array(notes.prefix(count)))
        return notes
    }

    private func told(_ notes: [AuditRecord]) -> [String] {
        notes.map { "\($0.action.text) \($0.object?.description ?? "-")" }
    }

    private static let unchanged = [
        "configuration.loaded file:cordon.yaml", "configuration.loaded file:environment",
        "configuration.loaded file:keys/tokens",
    ]

    @Test func `each start names the files that it goes by, with their digests`() async throws {
        let log = try MemoryLog()
        for _ in 0..<2 {
            let notes = try await start(loaded(), in: log)
            #expect(told(notes) == Self.unchanged)
            #expect(notes.map(\.evidence) == [Self.digest("one"), Self.digest(""), Self.digest("tokens")])
        }
    }

    @Test func `what changed is told with what was there, however much was written since`() async throws {
        let log = try MemoryLog()
        try await start(loaded(), in: log)
        log.write(2_500)
        let notes = try await start(loaded("two"), in: log)
        #expect(told(notes) == ["configuration.changed file:cordon.yaml"] + Self.unchanged.dropFirst())
        #expect(notes[0].detail == "before: \(Self.digest("one"))")
        #expect(notes[0].evidence == Self.digest("two"))
        #expect(try await told(start(loaded("two"), in: log)) == Self.unchanged)
    }

    @Test func `the variables that say something are named`() async throws {
        let log = try MemoryLog()
        #expect(try await start(loaded(), in: log)[1].detail == nil)
        let set = loaded(environment: "x", variables: ["CORDON_LISTEN", "CORDON_MODE"])
        let changed = try await start(set, in: log)[1]
        #expect(changed.action == .configurationChanged)
        #expect(changed.detail == "before: \(Self.digest("")); CORDON_LISTEN, CORDON_MODE")
        #expect(try await start(set, in: log)[1].detail == "CORDON_LISTEN, CORDON_MODE")
        #expect(try await start(loaded(), in: log)[1].detail == "before: \(Self.digest("x"))")
    }

    @Test func `playbooks that are others, or gone, are told before the files`() async throws {
        let log = try MemoryLog()
        try await start(loaded(playbooks: ["botnet": "1", "leak": "1"]), in: log)
        let notes = try await start(loaded(playbooks: ["botnet": "2", "new": "1"]), in: log)
        #expect(told(notes) == ["playbook.changed playbook:botnet", "playbook.removed playbook:leak"] + Self.unchanged)
        #expect(notes[0].playbook == Self.digest("2") && notes[0].detail == "before: \(Self.digest("1"))")
    }

    @Test func `a run without an engine, with a playbook of its own, counts as no start`() async throws {
        let log = try MemoryLog()
        try await start(loaded(), in: log)
        begin(["botnet": Self.digest("tried"), "other": Self.digest("1")], in: log)
        #expect(try await told(start(loaded(), in: log)) == Self.unchanged)
    }

    @Test(arguments: 0...3) func `what a start could not write, the next one tells`(_ written: Int) async throws {
        let log = try MemoryLog()
        try await start(loaded(), in: log)
        let next = loaded("two", playbooks: ["botnet": "2"])
        try await start(next, in: log, notes: written)
        let notes = told(try await start(next, in: log))
        #expect(notes.contains("playbook.changed playbook:botnet"))
        #expect(notes.contains("configuration.changed file:cordon.yaml") == (written < 2))
    }

    /// An earlier version told of a file only where it had changed, and nothing of the environment.
    @Test func `a log of an earlier version says what it can`() async throws {
        let log = try MemoryLog()
        let before = loaded(playbooks: ["botnet": "1", "leak": "1"])
        begin(before.playbooks, in: log)
        log.write(
            ["cordon.yaml", "keys/tokens"].map { name in
                let object = AuditObject(.file, name)
                return AuditRecord(.configurationLoaded, at: Sample.start, on: object, evidence: before.files[name])
            }
        )
        begin(before.playbooks, in: log)
        let notes = told(try await start(loaded("two", playbooks: ["botnet": "2"]), in: log))
        #expect(
            notes == ["playbook.changed playbook:botnet", "configuration.changed file:cordon.yaml"]
                + Self.unchanged.dropFirst()
        )
    }

    /// A review: the next start took what was changed since the oldest for what had changed now.
    @Test func `a first start that was cut off within its notes leaves the next one nothing untrue`() async throws {
        let log = try MemoryLog()
        let oldest = loaded()
        begin(oldest.playbooks, in: log)
        log.write(
            ["cordon.yaml", "keys/tokens"].map { name in
                let object = AuditObject(.file, name)
                return AuditRecord(.configurationLoaded, at: Sample.start, on: object, evidence: oldest.files[name])
            }
        )
        let now = loaded(playbooks: ["botnet": "2"])
        begin(now.playbooks, in: log)
        try await start(now, in: log, notes: 2)
        #expect(try await told(start(now, in: log)) == Self.unchanged)
    }

    @Test func `a change of the registry says nothing about a file of that name`() async throws {
        let log = try MemoryLog()
        try await start(loaded(), in: log)
        let list = AuditObject(.file, "cordon.yaml")
        log.write([AuditRecord(.registryChanged, at: Sample.start, on: list, evidence: Self.digest("list"))])
        #expect(try await told(start(loaded(), in: log)) == Self.unchanged)
    }
}
