import Domain
import Engine
import Ledger
import Ports
import Response
import TestKit
import Testing

/// A full disk: nothing is acknowledged, nothing is begun, nothing is lost, and work resumes by itself.
@Suite(.timeLimit(.minutes(1))) struct NoRoomTests {
    private static let full = StoreFailure.full(Sample.error("the disk is full"))
    private static let refusal = IntakeRefusal.noRoom(retryAfter: .seconds(1))

    /// As a sender does it: again and again until it is taken.
    private static func insist(_ event: Event, _ engine: Engine) async throws -> EventReceipt {
        while true {
            do throws(IntakeRefusal) {
                return try await engine.submit(event, from: Sample.monitor)
            } catch refusal {
                await Task.yield()
            } catch {
                throw error
            }
        }
    }

    private static func roomAgain(_ bench: EngineBench) {
        bench.store.fail(with: nil)
        bench.surroundings.advance(by: .seconds(1))
    }

    @Test func `an event that finds no room is refused, and taken in once there is some`() async throws {
        let bench = EngineBench()
        try await bench.running { engine in
            await bench.store.untilRecorded(.engineStarted)
            bench.store.fail(with: Self.full)
            for number in 1...3 {
                await #expect(throws: Self.refusal) {
                    try await engine.submit(Sample.event("e-\(number)"), from: Sample.monitor)
                }
            }
            #expect(bench.store.rows.receipts(for: [Sample.event("e-1").key]).isEmpty)
            #expect(bench.receiver.performed.isEmpty)
            #expect(engine.status().noRoomSince == Sample.start)

            Self.roomAgain(bench)
            let receipt = try await Self.insist(Sample.event("e-1"), engine)
            #expect(receipt.isDuplicate, "it was kept, and written as soon as there was room")
            #expect(engine.status().noRoomSince == nil)
            await bench.store.untilRecorded(.stepOK)
        }
        #expect(bench.receiver.performed.count == 1)
        #expect(bench.entries(.eventAccepted).count == 1)
        let report = LedgerFixture.verified(bench.store.rows, signer: bench.keeper.last)
        #expect(report.findings == [] && report.uncovered == 0)
    }

    @Test func `the outcome of an effect is kept until it can be written`() async throws {
        let bench = EngineBench()
        bench.receiver.hold()
        try await bench.running { engine in
            _ = try await engine.submit(Sample.event("e-1"), from: Sample.monitor)
            await bench.receiver.until { $0.performed.count == 1 }
            bench.store.fail(with: Self.full)
            bench.receiver.release()
            await bench.store.until { $0.commitsFailed == 1 }
            bench.surroundings.advance(by: .seconds(1))
            await bench.store.until { $0.commitsFailed == 2 }
            #expect(bench.entries(.stepOK).isEmpty)
            Self.roomAgain(bench)
            await bench.store.untilRecorded(.stepOK)
        }
        #expect(bench.entries(.stepOK).count == 1)
        #expect(bench.receiver.performed.count == 1)
    }

    // The simulation found it, seed 1506: the second outcome waited behind the first, and its time was over before its turn.
    @Test func `outcomes that came in time count after the disk was full, however few a turn takes`() async throws {
        var bench = EngineBench(EngineBench.idempotent)
        bench.limits.turnInputsMax = 1
        let started = bench
        started.receiver.hold()
        try await started.running { engine in
            for number in 1...2 {
                _ = try await engine.submit(Sample.event("e-\(number)", of: "pump-\(number)"), from: Sample.monitor)
            }
            await started.receiver.until { $0.performed.count == 2 }
            started.store.fail(with: Self.full)
            await engine.refused("byte 17: not JSON", from: Sample.monitor)
            await started.store.until { $0.commitsFailed == 1 }
            started.receiver.release()
            await engine.until { $0.lettersWaiting == 2 }
            started.store.fail(with: nil)
            started.surroundings.advance(by: .seconds(30))
        }
        #expect(started.entries(.stepOK).count == 2)
        #expect(started.entries(.stepRetry).isEmpty)
    }

    @Test func `an engine that is told to end waits with an outcome for room`() async throws {
        let bench = EngineBench()
        bench.receiver.hold()
        try await bench.running { engine in
            _ = try await engine.submit(Sample.event("e-1"), from: Sample.monitor)
            await bench.receiver.until { $0.performed.count == 1 }
            bench.store.fail(with: Self.full)
            engine.close()
            bench.receiver.release()
            await bench.store.until { $0.commitsFailed == 1 }
            Self.roomAgain(bench)
        }
        #expect(bench.entries(.stepOK).count == 1)
        #expect(bench.entries(.engineStopped).count == 1)
    }

    @Test func `what is due while there is no room is begun when there is some, and not before`() async throws {
        let bench = EngineBench(EngineBench.idempotent)
        bench.receiver.script("fake.idempotent", .failure(.transient(Sample.error("busy"), retryAfter: .seconds(30))))
        try await bench.running { engine in
            _ = try await engine.submit(Sample.event("e-1"), from: Sample.monitor)
            await bench.store.untilRecorded(.stepRetry)
            bench.store.fail(with: Self.full)
            bench.surroundings.advance(by: .seconds(30))
            await bench.store.until { $0.commitsFailed == 1 }
            #expect(bench.receiver.performed.count == 1, "an effect was performed whose intent is not durable")
            Self.roomAgain(bench)
            await bench.store.untilRecorded(.stepOK)
        }
        #expect(bench.receiver.performed.map(\.attempt.number) == [1, 2])
        #expect(bench.entries(.eventAccepted).count == 1)
    }

    @Test func `what waited too long for room is not handed over late, and is tried again`() async throws {
        let bench = EngineBench(EngineBench.idempotent)
        try await bench.running { engine in
            await bench.store.untilRecorded(.engineStarted)
            bench.store.fail(with: Self.full)
            await #expect(throws: Self.refusal) {
                try await engine.submit(Sample.event("e-1"), from: Sample.monitor)
            }
            bench.store.fail(with: nil)
            bench.surroundings.advance(by: .seconds(30))
            await bench.store.untilRecorded(.stepRetry)
            #expect(bench.receiver.performed.isEmpty)
            bench.surroundings.advance(by: .seconds(60))
            await bench.store.untilRecorded(.stepOK)
        }
        #expect(bench.receiver.performed.map(\.attempt.number) == [2])
    }

    // The simulation found it: a turn that waits for room has its intents already.
    @Test func `what waits for room is not handed over where everything was stopped meanwhile`() async throws {
        let bench = EngineBench(EngineBench.idempotent)
        try await bench.running { engine in
            await bench.store.untilRecorded(.engineStarted)
            bench.store.fail(with: Self.full)
            await #expect(throws: Self.refusal) {
                try await engine.submit(Sample.event("e-1"), from: Sample.monitor)
            }
            bench.stopSwitch.set(true)
            Self.roomAgain(bench)
            await bench.store.untilRecorded(.stepRetry)
            #expect(bench.receiver.performed.isEmpty)
            bench.surroundings.advance(by: .seconds(60))
            await bench.store.untilRecorded(.guardHeld)
            #expect(bench.receiver.performed.isEmpty)
            bench.stopSwitch.set(false)
            _ = try await engine.submit(Sample.event("e-2"), from: Sample.monitor)
            await bench.store.untilRecorded(.stepOK)
        }
        #expect(bench.receiver.performed.map(\.attempt.number) == [2])
    }

    @Test func `what is durable already is acknowledged though there is no room`() async throws {
        let bench = EngineBench()
        try await bench.running { engine in
            _ = try await engine.submit(Sample.event("e-1"), from: Sample.monitor)
            await bench.store.untilRecorded(.runEnded)
            bench.store.fail(with: Self.full)
            await #expect(throws: Self.refusal) {
                try await engine.submit([Sample.event("e-1"), Sample.event("e-2")], from: Sample.monitor)
            }
            Self.roomAgain(bench)
            #expect(try await Self.insist(Sample.event("e-1"), engine).isDuplicate)
        }
    }

    @Test func `a decision that finds no room counts as soon as there is some, and the person is told`() async throws {
        let bench = EngineBench(
            PlaybookFixture.text("- {id: act, action: fake.once, approval: {from: leads, within: 1h}}")
        )
        try await bench.running { engine in
            let receipt = try await engine.submit(Sample.event("e-1"), from: Sample.monitor)
            let run = try #require(bench.store.rows.runIDs.first, "\(receipt)")
            let decision = Decision(
                run: run,
                step: "act",
                agrees: true,
                reason: "",
                by: Sample.operatorOnDuty,
                groups: ["leads"]
            )
            bench.store.fail(with: Self.full)
            await #expect(throws: OrderRefusal.notNow(.kept(retryAfter: .seconds(1)))) {
                try await engine.carryOut(.decide(decision))
            }
            #expect(bench.receiver.performed.isEmpty)
            Self.roomAgain(bench)
            await bench.store.untilRecorded(.stepOK)
        }
    }

    /// A review: it was said not to be acknowledged, and ran all the same; asked for again, it ran twice.
    @Test func `a run that a person asked for is kept, and they are told so`() async throws {
        let bench = EngineBench()
        try await bench.running { engine in
            await bench.store.untilRecorded(.engineStarted)
            bench.store.fail(with: Self.full)
            let start = ManualStart(
                playbook: try #require(engine.playbooks.first),
                event: Sample.event("e-1"),
                by: Sample.operatorOnDuty,
                dryRun: false
            )
            await #expect(throws: IntakeRefusal.kept(retryAfter: .seconds(1))) { try await engine.start(start) }
            await #expect(throws: Self.refusal, "one that comes later is not") { try await engine.start(start) }
            Self.roomAgain(bench)
            await bench.store.untilRecorded(.stepOK)
        }
        #expect(bench.receiver.performed.count == 1)
    }

    @Test func `what is no event is written down later`() async throws {
        let bench = EngineBench()
        try await bench.running { engine in
            await bench.store.untilRecorded(.engineStarted)
            bench.store.fail(with: Self.full)
            await engine.refused("byte 17: not JSON", from: Sample.monitor)
            await bench.store.until { $0.commitsFailed == 1 }
            Self.roomAgain(bench)
            await bench.store.untilRecorded(.eventRefused)
        }
        #expect(bench.entries(.eventRefused).count == 1)
    }

    @Test func `an engine that starts on a full disk begins when there is room`() async throws {
        let bench = EngineBench()
        bench.store.fail(with: Self.full)
        try await bench.running { engine in
            await bench.store.until { $0.commitsFailed == 1 }
            await #expect(throws: Self.refusal) {
                try await engine.submit(Sample.event("e-1"), from: Sample.monitor)
            }
            Self.roomAgain(bench)
            await bench.store.untilRecorded(.engineStarted)
            _ = try await Self.insist(Sample.event("e-1"), engine)
        }
        #expect(bench.entries(.engineStarted).count == 1)
    }

    @Test func `an engine that is told to end on a full disk ends`() async throws {
        let bench = EngineBench()
        try await bench.running { _ in
            await bench.store.untilRecorded(.engineStarted)
            bench.store.fail(with: Self.full)
        }
        #expect(bench.entries(.engineStopped).isEmpty)
    }

    @Test func `where there is no room for the signer's state nothing is signed, and the next turn signs`() async throws
    {
        var bench = EngineBench()
        bench.limits.checkpointEntriesMax = 1
        let started = bench
        started.keeper.fail(with: Self.full)
        try await started.running { engine in
            _ = try await engine.submit(Sample.event("e-1"), from: Sample.monitor)
            await started.store.untilRecorded(.runEnded)
            #expect(started.store.rows.checkpoints.isEmpty)
            // A reading found that nobody was told.
            #expect(engine.status().noRoomSince == Sample.start)
            started.keeper.fail(with: nil)
            _ = try await engine.submit(Sample.event("e-2"), from: Sample.monitor)
            #expect(engine.status().noRoomSince == nil)
        }
        let report = LedgerFixture.verified(bench.store.rows, signer: bench.keeper.last)
        #expect(report.findings == [] && report.uncovered == 0)
        #expect(!bench.store.rows.checkpoints.isEmpty)
    }
}
