import Domain
import Engine
import Ledger
import Playbooks
import Ports
import Response
import TestKit
import Testing

/// What is waited for and never comes is a failure, and not an endless run.
@Suite(.timeLimit(.minutes(1))) struct PerformingTests {
    /// It also ends with the last of them: once it waited on, until the next checkpoint was due.
    @Test func `closing waits for the effects under way`() async throws {
        let bench = EngineBench()
        let engine = bench.engine()
        let hasEnded = Watched(false)
        async let end: Void = {
            try await engine.run()
            hasEnded.update { $0 = true }
        }()
        bench.receiver.hold()
        _ = try await engine.submit(Sample.event("e-1"), from: Sample.monitor)
        await bench.receiver.until { $0.performed.count == 1 }
        engine.close()
        await #expect(throws: IntakeRefusal.closing) {
            try await engine.submit(Sample.event("e-2"), from: Sample.monitor)
        }
        #expect(!hasEnded.value)
        bench.receiver.release()
        try await end
        #expect(bench.entries(.stepOK).count == 1)
    }

    /// An outcome was lost where the engine asked whether it may end between its count and its arrival.
    @Test func `an outcome that came before the end is never lost`() async throws {
        for _ in 0..<60 {
            let bench = EngineBench()
            try await bench.running { engine in
                _ = try await engine.submit(Sample.event("e-1"), from: Sample.monitor)
                await bench.receiver.until { $0.performed.count == 1 }
            }
            #expect(bench.entries(.stepOK).count == 1)
        }
    }

    @Test func `no more than so many effects are under way on one connection`() async throws {
        var bench = EngineBench()
        bench.limits.effectsPerConnectionMax = 2
        let events = (1...6).map { Sample.event("e-\($0)", of: "pump-\($0)") }
        try await bench.running { engine in
            _ = try await engine.submit(events, from: Sample.monitor)
        }
        #expect(bench.receiver.performed.count == 6)
        #expect(bench.receiver.underWayMax <= 2)
        #expect(bench.entries(.stepOK).count == 6)
    }

    @Test func `a slow receiver delays nobody else`() async throws {
        let bench = EngineBench(
            PlaybookFixture.text(
                "- id: both\n  parallel:\n    - {id: slow, action: fake.once}\n    - {id: swift, action: fake.probeable}"
            )
        )
        bench.receiver.hold()
        try await bench.running { engine in
            _ = try await engine.submit(Sample.event("e-1"), from: Sample.monitor)
            await bench.receiver.until { $0.performed.count == 2 }
            bench.receiver.release()
        }
    }

    @Test func `a retry is made when its time has come`() async throws {
        let bench = EngineBench(EngineBench.idempotent)
        bench.receiver.script("fake.idempotent", .failure(.transient(Sample.error("busy"), retryAfter: .seconds(30))))
        try await bench.running { engine in
            _ = try await engine.submit(Sample.event("e-1"), from: Sample.monitor)
            await bench.store.untilRecorded(.stepRetry)
            #expect(bench.receiver.performed.count == 1)
            bench.surroundings.advance(by: .seconds(30))
            await bench.store.untilRecorded(.stepOK)
        }
        #expect(bench.receiver.performed.map(\.attempt.number) == [1, 2])
        #expect(Set(bench.receiver.performed.map(\.attempt.key)).count == 1)
    }

    @Test func `an attempt that brings no answer is given up by the clock`() async throws {
        let bench = EngineBench()
        bench.receiver.hold()
        try await bench.running { engine in
            _ = try await engine.submit(Sample.event("e-1"), from: Sample.monitor)
            await bench.receiver.until { $0.performed.count == 1 }
            bench.surroundings.advance(by: .seconds(60))
            await bench.store.untilRecorded(.stepUnknown)
            bench.receiver.release()
        }
        #expect(bench.entries(.stepOK).isEmpty)
    }

    @Test func `a doubt is read back by the driver that can`() async throws {
        let bench = EngineBench(PlaybookFixture.text("- {id: act, action: fake.probeable}"))
        bench.receiver.script("fake.probeable", .failure(.unknownOutcome(Sample.error("no answer"))))
        bench.receiver.script(probes: .applied(Completion(.confirmed, evidence: "read back")))
        try await bench.running { engine in
            _ = try await engine.submit(Sample.event("e-1"), from: Sample.monitor)
            await bench.store.untilRecorded(.stepOK)
        }
        #expect(bench.receiver.performed.count == 1)
        #expect(bench.receiver.probed == 1)
    }

    @Test(arguments: ["enforce", "drill"])
    func `a drill reaches no driver`(_ playbookMode: String) async throws {
        var bench = EngineBench(
            PlaybookFixture.text(
                """
                - {id: act, action: fake.once}
                - id: both
                  parallel:
                    - {id: left, action: fake.probeable}
                    - {id: right, action: fake.idempotent}
                - {id: look, action: fake.verify}
                """,
                always: "- {id: tell, action: fake.notify}",
                mode: playbookMode
            )
        )
        bench.mode = playbookMode == "drill" ? .enforce : .drill
        let started = bench
        try await started.running { engine in
            _ = try await engine.submit(Sample.event("e-1"), from: Sample.monitor)
            await started.store.untilRecorded(.runEnded)
        }
        #expect(bench.receiver.performed.isEmpty)
        #expect(bench.receiver.probed == 0)
        #expect(bench.entries(.stepRehearsed).count == 5)
        #expect(bench.entries(.runEnded).map(\.outcome) == ["drilled"])
    }

    @Test func `a dry run that a person asks for reaches no driver`() async throws {
        let bench = EngineBench()
        try await bench.running { engine in
            let start = ManualStart(
                playbook: bench.playbooks[0],
                event: Sample.event("e-1"),
                by: Sample.operatorOnDuty,
                dryRun: true
            )
            let receipt = try await engine.start(start)
            #expect(receipt.incidents.count == 1)
            await bench.store.untilRecorded(.runEnded)
        }
        #expect(bench.receiver.performed.isEmpty)
        #expect(bench.entries(.runStarted).map(\.actor) == [Sample.operatorOnDuty])
    }

    @Test func `a registry that cannot be asked holds the device`() async throws {
        let bench = EngineBench()
        bench.registry.fail(Sample.error("connection refused"))
        try await bench.running { engine in
            _ = try await engine.submit(Sample.event("e-1"), from: Sample.monitor)
            await bench.store.untilRecorded(.guardHeld)
        }
        #expect(bench.receiver.performed.isEmpty)
    }
}
