import Domain
import Engine
import Ledger
import Ports
import Response
import TestKit
import Testing

/// A store or a signer that cannot be relied on any more: the engine ends, and says yes to nothing.
@Suite(.timeLimit(.minutes(1))) struct BrokenStoreTests {
    private static let problem = Sample.error("the disk is gone")

    @Test(arguments: [StoreFailure.broken(problem), .conflict(problem)])
    func `nobody is told yes for a turn that was not written, and nothing of it is performed`(
        _ failure: StoreFailure
    ) async throws {
        let bench = EngineBench(
            PlaybookFixture.text("- {id: act, action: fake.once, approval: {from: leads, within: 1h}}")
        )
        let engine = bench.engine()
        let end = Task { try await engine.run() }
        _ = try await engine.submit(Sample.event("e-1"), from: Sample.monitor)
        let run = try #require(bench.store.rows.runIDs.first)
        bench.store.fail(with: failure)
        let decision = Decision(
            run: run,
            step: "act",
            agrees: true,
            reason: "",
            by: Sample.operatorOnDuty,
            groups: ["leads"]
        )
        await #expect(throws: OrderRefusal.notNow(.closing)) { try await engine.carryOut(.decide(decision)) }
        await #expect(throws: IntakeRefusal.closing) {
            try await engine.submit(Sample.event("e-2"), from: Sample.monitor)
        }
        await #expect(throws: Self.problem) { try await end.value }
        #expect(bench.receiver.performed.isEmpty)
    }

    /// A reading found it: the process ended only after every driver had, and a resolver takes as long as it likes. Until then
    /// it said that it was well.
    @Test func `the failure is told at once, also while a driver waits and heeds no cancellation`() async throws {
        let bench = EngineBench()
        bench.receiver.holdDeaf()
        let engine = bench.engine()
        let failure = Watched<OperatorError?>(nil)
        let hasEnded = Watched(false)
        let end = Task {
            defer { hasEnded.update { $0 = true } }
            try await engine.run { error in failure.update { $0 = error } }
        }
        _ = try await engine.submit(Sample.event("e-1"), from: Sample.monitor)
        await bench.receiver.until { $0.performed.count == 1 }
        bench.store.fail(with: .broken(Self.problem))
        let sender = Task { try await engine.submit(Sample.event("e-2"), from: Sample.monitor) }
        await failure.until { $0 != nil }
        #expect(failure.value == Self.problem)
        #expect(!hasEnded.value, "the driver waits")
        bench.receiver.release()
        await #expect(throws: Self.problem) { try await end.value }
        await #expect(throws: IntakeRefusal.closing) { try await sender.value }
    }

    @Test func `an engine that is closed tells no failure`() async throws {
        let bench = EngineBench()
        let engine = bench.engine()
        let failure = Watched<OperatorError?>(nil)
        let end = Task { try await engine.run { error in failure.update { $0 = error } } }
        _ = try await engine.submit(Sample.event("e-1"), from: Sample.monitor)
        engine.close()
        try await end.value
        #expect(failure.value == nil)
        #expect(bench.entries(.stepOK).count == 1)
    }

    @Test func `a signer whose state cannot be kept ends the engine`() async throws {
        var bench = EngineBench()
        bench.limits.checkpointEntriesMax = 1
        bench.keeper.fail(with: .broken(Self.problem))
        let engine = bench.engine()
        await #expect(throws: Self.problem) { try await engine.run() }
        #expect(bench.store.rows.checkpoints.isEmpty)
    }

    @Test func `what a receiver writes is kept up to a length`() async throws {
        var bench = EngineBench()
        bench.limits.evidenceBytesMax = 10
        let started = bench
        let long = Completion(.confirmed, evidence: "ä" + String(repeating: "x", count: 100_000))
        started.receiver.script("fake.once", .success(long))
        try await started.running { engine in
            _ = try await engine.submit(Sample.event("e-1"), from: Sample.monitor)
            await started.store.untilRecorded(.runEnded)
        }
        let run = try #require(bench.store.rows.runIDs.first)
        guard case .ok(_, let completion)? = try bench.store.rows.step(0, of: run)?.state else {
            Issue.record("the step is not ok")
            return
        }
        #expect(completion.evidence == "äxxxxxxxx…")
    }
}
