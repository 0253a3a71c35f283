import CEL
import Domain
import Engine
import Ledger
import Ports
import Response
import TestKit
import Testing

/// Which run the next process finds in hand, and what becomes of one that is set aside.
@Suite(.timeLimit(.minutes(1))) struct WorkInHandTests {
    private static func run(_ bench: EngineBench) throws -> RunID { try #require(bench.store.rows.runIDs.first) }

    @Test func `a run is in hand while what it came to is written, and no longer`() async throws {
        let bench = EngineBench()
        bench.receiver.hold()
        try await bench.running { engine in
            _ = try await engine.submit(Sample.event("e-1"), from: Sample.monitor)
            #expect(bench.hand.now.isEmpty, "an event is noted by whoever brought it")
            await bench.receiver.until { $0.performed.count == 1 }
            bench.store.hold()
            bench.receiver.release()
            await bench.hand.until { $0[.writing] != nil && $0[.deciding] == nil }
            let run = try Self.run(bench)
            #expect(bench.hand.now[.writing] == run)
            bench.store.release()
            await bench.hand.until(\.isEmpty)
        }
        #expect(bench.hand.now.isEmpty)
    }

    @Test func `a run whose turn finds no room is not in hand while it waits`() async throws {
        let bench = EngineBench()
        bench.receiver.hold()
        try await bench.running { engine in
            _ = try await engine.submit(Sample.event("e-1"), from: Sample.monitor)
            await bench.receiver.until { $0.performed.count == 1 }
            bench.store.fail(with: .full(Sample.error("the disk is full")))
            bench.receiver.release()
            await bench.store.until { $0.commitsFailed == 1 }
            await bench.hand.until(\.isEmpty)
            bench.store.fail(with: nil)
            bench.surroundings.advance(by: .seconds(1))
            await bench.store.untilRecorded(.runEnded)
        }
    }

    /// A process that ends before the first command was answered.
    private func interrupted() async throws -> EngineBench {
        let text = PlaybookFixture.text(
            "- {id: act, action: fake.idempotent}",
            on: "{event: violation, dedupe: {by: string(event.value), for: 1h}}"
        )
        return try await EngineBench.interrupted(text)
    }

    @Test func `a run that is set aside is shown and does nothing, and another of its device goes on`() async throws {
        let bench = try await interrupted()
        let run = try Self.run(bench)
        bench.hand.setAside(run, as: .undecided(reason: "it ended the engine"))
        try await bench.running { engine in
            await bench.store.untilRecorded(.engineStarted, times: 2)
            #expect(engine.status().stranded.map(\.run) == [run])
            #expect(engine.status().stranded.map(\.reason) == ["it ended the engine"])
            _ = try await engine.submit(Sample.event("e-2", value: 300_000), from: Sample.monitor)
            await bench.store.untilRecorded(.runEnded)
        }
        #expect(
            bench.receiver.performed.map(\.id.run).count { $0 == run } == 1,
            "it was sent by the first process alone"
        )
        #expect(bench.receiver.performed.count == 2)
        #expect(bench.entries(.runEnded).allSatisfy { $0.run != run })
    }

    /// Found by reading: to the core nothing was in force, and so it said.
    @Test(arguments: [SetAside.undecided(reason: "it ended the engine"), .givenUp])
    func `whoever releases a device whose run is set aside hears that what it did stays in force`(
        aside: SetAside
    )
        async throws
    {
        let bench = try await interrupted()
        let run = try Self.run(bench)
        bench.hand.setAside(run, as: aside)
        try await bench.running { engine in
            await bench.store.untilRecorded(.engineStarted, times: 2)
            let release = ReleaseScope.device(Sample.device("pump-7"))
            do throws(OrderRefusal) {
                _ = try await engine.carryOut(.release(release, by: Sample.operatorOnDuty, reason: "all is well"))
                Issue.record("nothing was released")
            } catch {
                guard case .objection(let objection) = error else { throw error }
                #expect(objection.reason.contains("\(run) on pump-7 is not taken up"), "\(objection)")
                #expect(objection.reason.contains("what it did stays in force"), "\(objection)")
            }
        }
    }

    @Test func `a release that reaches another run of the device names the one that is set aside`() async throws {
        let text = PlaybookFixture.text(
            "- {id: act, action: fake.fenced}",
            on: "{event: violation, dedupe: {by: string(event.value), for: 1h}}"
        )
        let bench = try await EngineBench.interrupted(text)
        let run = try Self.run(bench)
        bench.hand.setAside(run, as: .givenUp)
        try await bench.running { engine in
            await bench.store.untilRecorded(.engineStarted, times: 2)
            _ = try await engine.submit(Sample.event("e-2", value: 300_000), from: Sample.monitor)
            await bench.store.untilRecorded(.stepOK)
            let release = ReleaseScope.device(Sample.device("pump-7"))
            let receipt = try await engine.carryOut(.release(release, by: Sample.operatorOnDuty, reason: "all is well"))
            #expect(receipt.count == 1)
            #expect(receipt.notTakenUp == [run])
        }
    }

    /// A reading found it: the first run of a version ended the engine, and the canary let the others go after a while.
    @Test(
        arguments: [(SetAside.undecided(reason: "it ended the engine"), 1), (SetAside.givenUp, 0)] as [(SetAside, Int)]
    )
    func `of a canary a run that is set aside has not fared well, until a person gives it up`(
        aside: SetAside,
        held: Int
    )
        async throws
    {
        let text = PlaybookFixture.text(
            "- {id: act, action: fake.idempotent}",
            guards: "{limit: {devices: 25, per: 10m}, canary: {devices: 1, soak: 10m}}"
        )
        let bench = try await EngineBench.interrupted(text)
        bench.hand.setAside(try Self.run(bench), as: aside)
        bench.surroundings.advance(by: .seconds(700))
        try await bench.running { engine in
            let event = Sample.event("e-2", of: "pump-8", at: bench.surroundings.now())
            _ = try await engine.submit(event, from: Sample.monitor)
        }
        #expect(bench.entries(.guardHeld).count == held)
        #expect(bench.receiver.performed.count == 2 - held)
    }

    @Test func `a run that was given up waits for nobody any more`() async throws {
        let bench = try await interrupted()
        bench.hand.setAside(try Self.run(bench), as: .givenUp)
        try await bench.running { engine in
            await bench.store.untilRecorded(.engineStarted, times: 2)
            #expect(engine.status().stranded.isEmpty)
        }
        #expect(bench.receiver.performed.count == 1)
    }
}
