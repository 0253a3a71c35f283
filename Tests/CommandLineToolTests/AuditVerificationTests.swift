import CommandLineTool
import Domain
import Ledger
import Ports
import Response
import StoreSQLite
import TestKit
import Testing

/// A log, however whoever hands it out has put what lies beside it in order.
@Suite struct AuditVerificationTests {
    private static let ana = Actor(name: "person:ana", proof: "bearer-token")

    /// Of which people wrote each.
    private func log(_ count: Int = 6) throws -> LogInMemory {
        var writer = try LedgerFixture.writer()
        let records = (0..<count).map {
            AuditRecord(.logRead, at: Sample.start + .seconds($0), by: Self.ana, on: AuditObject(.file, "audit log"))
        }
        return LogInMemory(entries: writer.append(records, salting: LedgerFixture.salt))
    }

    private func findings(_ log: LogInMemory, pageCount: Int = 4) async throws -> [LedgerFinding] {
        let verification = AuditVerification(
            origin: LedgerFixture.origin,
            keys: [LedgerFixture.key.verifier],
            signer: .beginning(of: LedgerFixture.origin),
            pageCount: pageCount
        )
        return try await verification.run(log).ledger.findings
    }

    private func forged(_ sequence: UInt64) -> PrivateValue {
        PrivateValue(sequence: sequence, field: .actor, salt: LedgerFixture.salt(), value: "person:eve")
    }

    // A reading found it: a forged line was passed over where a line of a later entry stood before it.
    @Test func `values are held against their entries in whatever order they come`() async throws {
        var log = try log()
        #expect(try await findings(log).isEmpty)
        log.values.reverse()
        #expect(try await findings(log).isEmpty)
        log.values.append(forged(1))
        #expect(try await findings(log) == [.privateValueDiffers(1, .actor)])
        log.values = log.values.filter { $0.sequence != 1 } + [forged(1)]
        #expect(try await findings(log) == [.privateValueDiffers(1, .actor)])
    }

    @Test(arguments: [1, 4, 6, 7]) func `a value beyond the end of the log is found, wherever pages end`(
        _ pageCount: Int
    ) async throws {
        var log = try log()
        log.values.append(forged(6))
        #expect(try await findings(log, pageCount: pageCount) == [.privateValueStray(6)])
        log.values[log.values.count - 1] = forged(.max)
        #expect(try await findings(log, pageCount: pageCount) == [.privateValueStray(.max)])
    }

    @Test(arguments: [1, 4, 6, 7]) func `a value that is gone is found, wherever pages end`(
        _ pageCount: Int
    ) async throws {
        for gone in 0..<UInt64(6) {
            var log = try log()
            log.values.removeAll { $0.sequence == gone }
            #expect(try await findings(log, pageCount: pageCount) == [.privateValueMissing(gone)])
        }
    }

    @Test func `a log that was exported without private values is sound`() async throws {
        var log = try log()
        log.values = []
        #expect(try await findings(log) == [.privateValueMissing(0)])
        log.hasPrivateValues = false
        #expect(try await findings(log).isEmpty)
    }
}

/// A log that hands out what it holds, as it is.
private struct LogInMemory: AuditLog {
    let entries: [StoredEntry]
    var values: [PrivateValue]
    var hasPrivateValues = true

    init(entries: [StoredEntry]) {
        self.entries = entries
        values = entries.flatMap(\.privateValues)
    }

    func entries(from sequence: UInt64, limit: Int) async throws(OperatorError) -> [RawEntry] {
        entries.filter { $0.sequence >= sequence }.prefix(limit).map {
            RawEntry(sequence: $0.sequence, bytes: $0.bytes, leafHash: $0.leafHash)
        }
    }

    func privateValues(of entries: ClosedRange<UInt64>) async throws(OperatorError) -> [PrivateValue] {
        values.filter { entries.contains($0.sequence) }
    }

    func checkpoints() async throws(OperatorError) -> [StoredCheckpoint] { [] }
    func newestNote() async throws(OperatorError) -> String? { nil }
    func cosignedNotes() async throws(OperatorError) -> [String] { [] }
    func accounts(after _: String, limit _: Int) async throws(OperatorError) -> [RunAccount] { [] }
    func stopsInForce() async throws(OperatorError) -> StoredStops? { nil }
    func touches() async throws(OperatorError) -> StoredTouches? { nil }
    func measuresListed() async throws(OperatorError) -> StoredMeasures? { nil }
}
