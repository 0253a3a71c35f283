import Domain
import Engine
import Ledger
import Ports
import Response
import TestKit
import Testing

/// What is waited for and never comes is a failure, and not an endless run.
@Suite(.timeLimit(.minutes(1))) struct CheckpointTests {
    @Test func `a log that was closed verifies to its last entry`() async throws {
        let bench = EngineBench()
        try await bench.running { engine in
            let events = (1...5).map { Sample.event("e-\($0)", of: "pump-\($0)") }
            _ = try await engine.submit(events, from: Sample.monitor)
        }
        let report = LedgerFixture.verified(bench.store.rows, signer: bench.keeper.last)
        #expect(report.findings == [])
        #expect(report.entries > 30)
        #expect(report.uncovered == 0)
    }

    @Test func `so many entries are covered by a checkpoint without waiting`() async throws {
        var bench = EngineBench()
        bench.limits.checkpointEntriesMax = 10
        let started = bench
        try await started.running { engine in
            let events = (1...5).map { Sample.event("e-\($0)", of: "pump-\($0)") }
            _ = try await engine.submit(events, from: Sample.monitor)
            await started.store.until { ($0.rows.checkpoints.last?.size ?? 0) >= 10 }
        }
        #expect(bench.store.rows.checkpoints.count > 1)
        #expect(LedgerFixture.verified(bench.store.rows, signer: bench.keeper.last).findings == [])
    }

    /// It was signed, and then lay in memory until something else had to be written.
    @Test func `a checkpoint that is due is stored though nothing else happens`() async throws {
        let bench = EngineBench()
        try await bench.running { _ in
            await bench.store.untilRecorded(.engineStarted)
            bench.surroundings.advance(by: .seconds(10))
            await bench.store.until { !$0.rows.checkpoints.isEmpty }
        }
    }

    @Test func `a store that lost what was signed is not gone on with`() async throws {
        let bench = EngineBench()
        try await bench.running { _ in }
        let signed = bench.keeper.last
        let restored = EngineBench()
        try await restored.keeper.keep(signed)
        do throws(OperatorError) {
            try await restored.engine().run()
            Issue.record("it went on")
        } catch {
            #expect(error.reason.contains("signed"))
        }
        #expect(restored.store.commitsDone == 0)
    }
}
