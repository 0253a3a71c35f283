import Domain
import Engine
import Ledger
import Ports
import Response
import TestKit
import Testing

/// Somebody sets the machine's clock while runs are open.
@Suite(.timeLimit(.minutes(1))) struct ClockTests {
    private static let hourBack: Duration = .seconds(-3_600)
    private static let dayForward: Duration = .seconds(86_400)

    /// The loop looks at the clock, as something has arrived.
    private static func look(_ engine: Engine, _ bench: EngineBench) async {
        let before = bench.entries(.eventRefused).count
        await engine.refused("nothing that matters", from: Sample.monitor)
        await bench.store.untilRecorded(.eventRefused, times: before + 1)
    }

    /// It would have waited for an hour.
    @Test func `set back by an hour: an attempt that brings no answer is given up in its time`() async throws {
        let bench = EngineBench()
        bench.receiver.hold()
        try await bench.running { engine in
            _ = try await engine.submit(Sample.event("e-1"), from: Sample.monitor)
            await bench.receiver.until { $0.performed.count == 1 }
            bench.surroundings.setClock(by: Self.hourBack)
            bench.surroundings.advance(by: .seconds(15))
            await bench.store.untilRecorded(.stepUnknown)
            bench.receiver.release()
        }
    }

    @Test func `set back by an hour: a retry is made when its pause is over`() async throws {
        let bench = EngineBench(EngineBench.idempotent)
        bench.receiver.script("fake.idempotent", .failure(.transient(Sample.error("busy"), retryAfter: .seconds(30))))
        try await bench.running { engine in
            _ = try await engine.submit(Sample.event("e-1"), from: Sample.monitor)
            await bench.store.untilRecorded(.stepRetry)
            bench.surroundings.setClock(by: Self.hourBack)
            bench.surroundings.advance(by: .seconds(35))
            await bench.store.untilRecorded(.stepOK)
        }
    }

    @Test func `set back by an hour: the audit log goes on in order, and a checkpoint is signed in its time`()
        async throws
    {
        let bench = EngineBench()
        try await bench.running { engine in
            _ = try await engine.submit(Sample.event("e-1"), from: Sample.monitor)
            await bench.store.untilRecorded(.runEnded)
            bench.surroundings.setClock(by: Self.hourBack)
            bench.surroundings.advance(by: .seconds(15))
            await bench.store.until { !$0.rows.checkpoints.isEmpty }
            await Self.look(engine, bench)
        }
        let times = bench.store.rows.entries.map(\.entry.record.time)
        #expect(times == times.sorted())
    }

    /// It would have been in doubt, and a person's to look at.
    @Test func `set forward by a day: what is under way is awaited, and its outcome counts`() async throws {
        let bench = EngineBench()
        bench.receiver.hold()
        try await bench.running { engine in
            _ = try await engine.submit(Sample.event("e-1"), from: Sample.monitor)
            await bench.receiver.until { $0.performed.count == 1 }
            bench.surroundings.setClock(by: Self.dayForward)
            bench.surroundings.advance(by: .seconds(5))
            await Self.look(engine, bench)
            bench.receiver.release()
            await bench.store.untilRecorded(.stepOK)
        }
        #expect(bench.entries(.stepUnknown).isEmpty)
    }

    @Test func `set forward by a day: people still have their time to agree`() async throws {
        let bench = EngineBench(
            PlaybookFixture.text("- {id: act, action: fake.once, approval: {from: leads, within: 1h}}")
        )
        try await bench.running { engine in
            _ = try await engine.submit(Sample.event("e-1"), from: Sample.monitor)
            let run = try #require(bench.store.rows.runIDs.first)
            bench.surroundings.setClock(by: Self.dayForward)
            bench.surroundings.advance(by: .seconds(600))
            await Self.look(engine, bench)
            let decision = Decision(
                run: run,
                step: "act",
                agrees: true,
                reason: "",
                by: Sample.operatorOnDuty,
                groups: ["leads"]
            )
            _ = try await engine.carryOut(.decide(decision))
            await bench.store.untilRecorded(.stepOK)
        }
    }

    /// Whoever can set the clock could have had a whole fleet cut off.
    @Test func `set forward by a day: a limit still counts what was done before`() async throws {
        let limit = "{limit: {devices: 1, per: 10m}}"
        let bench = EngineBench(PlaybookFixture.text("- {id: act, action: fake.once}", guards: limit))
        try await bench.running { engine in
            _ = try await engine.submit(Sample.event("e-1", of: "pump-1"), from: Sample.monitor)
            await bench.store.untilRecorded(.stepOK)
            bench.surroundings.setClock(by: Self.dayForward)
            bench.surroundings.advance(by: .seconds(60))
            _ = try await engine.submit(Sample.event("e-2", of: "pump-2"), from: Sample.monitor)
            await bench.store.untilRecorded(.guardHeld)
        }
        #expect(bench.receiver.performed.count == 1)
    }

    @Test func `the status says how far the clock is away`() async throws {
        let bench = EngineBench()
        try await bench.running { engine in
            await bench.store.untilRecorded(.engineStarted)
            #expect(engine.status().clockGap == .zero)
            bench.surroundings.setClock(by: Self.hourBack)
            #expect(engine.status().clockGap == Self.hourBack)
            bench.surroundings.advance(by: .seconds(10))
            #expect(engine.status().clockGap == .seconds(-3_599))
        }
    }
}
