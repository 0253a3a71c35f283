import CommandLineTool
import Domain
import Engine
import Foundation
import Ledger
import Logging
import Ports
import Response
import StoreSQLite
import TestKit
import Testing

/// Logs that are longer than what is read of them at once, or than what a start waits for.
@Suite struct LongLogTests {
    private static let count = 9

    private let folder = TemporaryFolder()
    private let root: WorkingFolder

    /// An installation whose log has so many entries, all of them signed.
    init() async throws {
        root = WorkingFolder(folder.path)
        folder.write("connections:\n  broker: {kind: broker, host: localhost}\n", to: "cordon.yaml")
        for _ in 0..<Self.count { try await write() }
    }

    private func settings() throws -> Settings { try Settings(folder: root, environment: [:]) }

    private func identity() throws -> Identity { try Identity.loadOrCreate(settings()) }

    private func write() async throws {
        let identity = try identity()
        try await EngineAtRest.record(
            AuditRecord(.logExported, at: Sample.start),
            store: try SQLiteStore(path: root.path("state/cordon.sqlite")),
            ledger: identity.ledger(node: "node-1"),
            surroundings: VirtualSurroundings()
        )
    }

    private func check(entriesBeforeStart: Int) throws -> StartCheck {
        StartCheck(
            settings: try settings(),
            identity: try identity(),
            entriesBeforeStart: UInt64(entriesBeforeStart)
        )
    }

    private func verification(_ pageCount: Int) throws -> AuditVerification {
        let identity = try identity()
        return AuditVerification(
            origin: identity.origin,
            keys: identity.verifierKeys,
            signer: identity.signed,
            pageCount: pageCount
        )
    }

    @Test(arguments: [1, 4, 8, 9, 10]) func `a log is verified to its end, wherever its pages end`(
        _ pageCount: Int
    ) async throws {
        let log = try settings().auditLog()
        let report = try await verification(pageCount).run(log)
        #expect(report.verdict == .sound)
        #expect(report.ledger.entries == UInt64(Self.count))
        #expect(report.ledger.covered == UInt64(Self.count))
    }

    @Test(arguments: [1, 4, 5, 6]) func `what is said of runs is compared to the last one, wherever its pages end`(
        _ pageCount: Int
    ) async throws {
        let runs = (0..<5).map { RunID(Digest(of: "run \($0)".utf8)) }
        let verification = AuditVerification(
            origin: LedgerFixture.origin,
            keys: [LedgerFixture.key.verifier],
            pageCount: pageCount
        )
        let report = try await verification.run(LogOfRuns(runs))
        #expect(report.states.count == runs.count, "\(report.states)")
    }

    @Test func `a log that is longer than a start waits for is looked at beside the engine`() async throws {
        let (usual, long) = (try check(entriesBeforeStart: Self.count), try check(entriesBeforeStart: Self.count - 1))
        #expect(!usual.isLong && long.isLong)
        #expect(try await usual.findings().isEmpty)
        #expect(try await long.findings().isEmpty)
    }

    @Test func `what is found in a long log ends the process`() async throws {
        let files = FileManager.default
        let database = root.path("state/cordon.sqlite")
        let backup = try #require(files.contents(atPath: database))
        try await write()
        // Somebody puts an old database back, and nothing else.
        for suffix in ["-wal", "-shm"] { try? files.removeItem(atPath: database + suffix) }
        #expect(files.createFile(atPath: database, contents: backup))
        let error = try await whatEnds(try check(entriesBeforeStart: Self.count))
        #expect(error.reason.contains("has 9 entries, and its key has signed 10"), "\(error)")
    }

    /// A reading found that what cannot be read switched the look off.
    @Test func `a long log that cannot be read ends the process too`() async throws {
        let check = try check(entriesBeforeStart: Self.count - 1)
        let database = root.path("state/cordon.sqlite")
        for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: database + suffix) }
        #expect(FileManager.default.createFile(atPath: database, contents: Data(repeating: 1, count: 4096)))
        let error = try await whatEnds(check)
        #expect(error.reason.contains("it could not be verified"), "\(error)")
    }

    /// With what a long check ends the process.
    private func whatEnds(_ check: StartCheck) async throws -> OperatorError {
        let (ended, end) = AsyncStream.makeStream(of: OperatorError.self)
        let surroundings = VirtualSurroundings()
        let service = LongCheckService(
            check: check,
            surroundings: surroundings,
            logger: Logger(label: "quiet") { _ in SwiftLogNoOpLogHandler() }
        ) { end.yield($0) }
        let running = Task { try await service.run() }
        let passing = Task {
            while !Task.isCancelled {
                await Task.yield()
                surroundings.advance(by: .seconds(60))
            }
        }
        let error = await ended.first { _ in true }
        passing.cancel()
        running.cancel()
        _ = await running.result
        return try #require(error)
    }
}

/// A log without entries, beside which something is said of runs.
private struct LogOfRuns: AuditLog {
    private let runs: [RunID]

    init(_ runs: [RunID]) { self.runs = runs.sorted { $0.description < $1.description } }

    func entries(from _: UInt64, limit _: Int) async throws(OperatorError) -> [RawEntry] { [] }
    var hasPrivateValues: Bool { true }
    func privateValues(of _: ClosedRange<UInt64>) async throws(OperatorError) -> [PrivateValue] { [] }
    func checkpoints() async throws(OperatorError) -> [StoredCheckpoint] { [] }
    func newestNote() async throws(OperatorError) -> String? { nil }
    func cosignedNotes() async throws(OperatorError) -> [String] { [] }
    func stopsInForce() async throws(OperatorError) -> StoredStops? { nil }
    func touches() async throws(OperatorError) -> StoredTouches? { nil }
    func measuresListed() async throws(OperatorError) -> StoredMeasures? { nil }

    func accounts(after run: String, limit: Int) async throws(OperatorError) -> [RunAccount] {
        let accounts = runs.filter { $0.description > run }.map {
            RunAccount(run: $0, phase: "ended", outcome: "contained", steps: [:])
        }
        return Array(accounts.prefix(limit))
    }
}
