import Domain
import Engine
import Ledger
import Ports
import Response
import TestKit
import Testing

/// What is waited for and never comes is a failure, and not an endless run.
@Suite(.timeLimit(.minutes(1))) struct RestartTests {
    /// Cancelled, the loop used to turn for ever.
    @Test func `an engine that is cancelled stops, and tells its senders`() async throws {
        let bench = EngineBench()
        let engine = bench.engine()
        let run = Task { try await engine.run() }
        await bench.store.untilRecorded(.engineStarted)
        run.cancel()
        try await run.value
        await #expect(throws: IntakeRefusal.closing) {
            try await engine.submit(Sample.event("e-1"), from: Sample.monitor)
        }
    }

    @Test func `a command whose receiver cannot tell a repeat is not sent a second time`() async throws {
        let bench = try await EngineBench.interrupted(EngineBench.once)
        try await bench.running { _ in await bench.store.untilRecorded(.stepUnknown) }
        #expect(bench.receiver.performed.count == 1)
        #expect(bench.entries(.runPaused).map(\.outcome) == ["stopped"])
    }

    @Test func `a run whose playbook does not compile any more is shown, with the reason`() async throws {
        let bench = try await EngineBench.interrupted(EngineBench.idempotent)
        var upgraded = bench
        upgraded.playbooks = []
        upgraded.compilesNothing = true
        let later = upgraded
        try await later.running { engine in
            await later.store.until { $0.rows.entries.count { $0.entry.record.action == .engineStarted } == 2 }
            let stranded = engine.status().stranded
            #expect(stranded.map(\.playbook) == ["contain"])
            #expect(stranded.first?.reason.contains("no action") == true, "\(stranded)")
            #expect(stranded.first.map(\.run) == later.store.rows.runIDs.first)
        }
        #expect(bench.receiver.performed.count == 1)
    }

    /// A reading found it: a run that is not taken up counted for no guard, and the last device of a site was cut off.
    @Test func `the device of a run that is not taken up does not count as one that works`() async throws {
        var bench = EngineBench(PlaybookFixture.text("- {id: act, action: fake.fenced}"))
        for name in ["pump-1", "pump-2"] { bench.registry.record(Device(id: Sample.device(name), site: "hall-3")) }
        let first = bench
        try await first.running { engine in
            _ = try await engine.submit(Sample.event("e-1", of: "pump-1"), from: Sample.monitor)
            await first.store.untilRecorded(.stepOK)
        }
        bench.playbooks = [PlaybookFixture.compiled(PlaybookFixture.text("- {id: cut, action: fake.fenced}"))]
        bench.compilesNothing = true
        let upgraded = bench
        try await upgraded.running { engine in
            _ = try await engine.submit(Sample.event("e-2", of: "pump-2"), from: Sample.monitor)
            #expect(engine.status().stranded.map(\.device) == [Sample.device("pump-1")])
        }
        let held = upgraded.entries(.guardHeld).compactMap(\.detail)
        #expect(held.count == 1)
        #expect(held.first?.contains("is the last device of site hall-3 that works") == true, "\(held)")
        #expect(upgraded.receiver.performed.count == 1)
    }

    /// A review: what an upgrade had stranded said "contained" again, whoever had let its device in meanwhile.
    @Test func `a run that a later version goes on with says no more what it had proven`() async throws {
        var bench = EngineBench(
            PlaybookFixture.text("- {id: act, action: fake.fenced}\n- {id: look, action: fake.verify}")
        )
        let playbooks = bench.playbooks
        let first = bench
        try await first.running { engine in
            _ = try await engine.submit(Sample.event("e-1"), from: Sample.monitor)
            await first.store.untilRecorded(.runInForce)
        }
        bench.playbooks = []
        bench.compilesNothing = true
        let upgraded = bench
        try await upgraded.running { _ in await upgraded.store.untilRecorded(.proofOverruled) }
        bench.playbooks = playbooks
        bench.compilesNothing = false
        let mended = bench
        try await mended.running { _ in await mended.store.untilRecorded(.runInForce, times: 2) }
        #expect(mended.entries(.runInForce).map(\.outcome) == ["contained", "acted, not verified"])
        #expect(mended.entries(.proofOverruled).count == 1)
    }

    @Test func `a command whose receiver can is sent again under the same key`() async throws {
        let bench = try await EngineBench.interrupted(EngineBench.idempotent)
        try await bench.running { _ in await bench.store.untilRecorded(.runEnded) }
        #expect(bench.receiver.performed.map(\.attempt.number) == [1, 2])
        #expect(Set(bench.receiver.performed.map(\.attempt.key)).count == 1)
        #expect(bench.entries(.stepOK).count == 1)
    }

    /// A reading found it: `cordon run --dry-run` beside an engine that was stopped let the runs of that one go on, for real.
    @Test func `a process that is there for a rehearsal leaves the runs of others as they are`() async throws {
        var bench = try await EngineBench.interrupted(EngineBench.idempotent)
        bench.takesUpRuns = false
        let rehearsal = bench
        try await rehearsal.running { engine in
            let event = Sample.event("e-2", of: "pump-8")
            let start = ManualStart(
                playbook: rehearsal.playbooks[0],
                event: event,
                by: Sample.operatorOnDuty,
                dryRun: true
            )
            _ = try await engine.start(start)
            await rehearsal.store.untilRecorded(.runEnded)
        }
        #expect(bench.receiver.performed.count == 1, "what the process before had sent")
        bench.takesUpRuns = true
        let next = bench
        try await next.running { _ in await next.store.untilRecorded(.stepOK) }
        #expect(bench.receiver.performed.count == 2)
    }

    /// A reading found it: the entry was written beside the engine, after what the first turn had decided was gone.
    @Test func `an engine that starts on a log in doubt has said so before anything leaves`() async throws {
        var bench = try await EngineBench.interrupted(EngineBench.idempotent)
        bench.doubt = "entry 3 was changed"
        let doubted = bench
        try await doubted.killed { _ in
            await doubted.receiver.until { $0.performed.count == 2 }
            #expect(doubted.entries(.logDoubted).map(\.detail) == ["entry 3 was changed"])
        }
        let actions = doubted.store.rows.entries.map(\.record.action)
        let start = try #require(actions.lastIndex(of: .engineStarted))
        #expect(actions[start + 1] == .logDoubted, "in one turn with the start")
    }

    /// A reading found it: the log had the stop, and then what it had held going on.
    @Test func `a stop switch that was taken back while no engine ran is lifted in the log before anything leaves`()
        async throws
    {
        let bench = EngineBench(EngineBench.idempotent)
        bench.stopSwitch.set(true, "written by person:ada: fire")
        try await bench.killed { engine in
            _ = try await engine.submit(Sample.event("e-1"), from: Sample.monitor)
            await bench.store.untilRecorded(.guardHeld)
        }
        bench.stopSwitch.set(false)
        try await bench.running { _ in await bench.store.untilRecorded(.stepOK) }
        let said = bench.store.rows.entries.map(\.record)
        let lifted = try #require(said.firstIndex { $0.action == .stopLifted })
        let begun = try #require(said.firstIndex { $0.action == .stepIntent })
        #expect(lifted < begun)
        #expect(said[lifted].detail == "the file STOP went away while no engine ran")
        let reason = "0 commands were under way: the file STOP is there: written by person:ada: fire"
        #expect(bench.entries(.stopSet).map(\.detail) == [reason])
    }

    /// A review found it: the switch is looked at before the runs are taken up, and the log had none of their commands.
    @Test func `a start that finds the stop switch thrown says how many commands were under way`() async throws {
        let bench = try await EngineBench.interrupted(EngineBench.idempotent)
        bench.stopSwitch.set(true)
        try await bench.killed { _ in await bench.store.untilRecorded(.stopSet) }
        #expect(bench.entries(.stopSet).map(\.detail) == ["1 commands were under way: the file STOP is there"])
        #expect(bench.receiver.performed.count == 1)
    }

    @Test func `an engine that is asked to end waits for no message, and the next one listens on`() async throws {
        let bench = EngineBench(
            PlaybookFixture.text("- {id: act, wait: {message: {connection: broker, topic: status}, within: 3m}}")
        )
        bench.receiver.hold()
        try await bench.running { engine in
            _ = try await engine.submit(Sample.event("e-1"), from: Sample.monitor)
            await bench.receiver.until { $0.performed.count == 1 }
            #expect(engine.status().effectsUnderWay == 0)
        }
        #expect(bench.entries(.engineStopped).count == 1)
        bench.receiver.release()
        try await bench.running { _ in await bench.store.untilRecorded(.stepOK) }
        #expect(bench.receiver.performed.count == 2)
    }

    @Test func `a run goes on though its playbook's file is gone`() async throws {
        var bench = try await EngineBench.interrupted(EngineBench.idempotent)
        bench.playbooks = []
        let next = bench
        try await next.running { _ in await next.store.untilRecorded(.runEnded) }
        #expect(bench.entries(.stepOK).count == 1)
    }

    @Test func `a pause that ended while nobody ran ends at once`() async throws {
        let bench = EngineBench(EngineBench.idempotent)
        bench.receiver.script("fake.idempotent", .failure(.transient(Sample.error("busy"), retryAfter: .seconds(30))))
        try await bench.killed { engine in
            _ = try await engine.submit(Sample.event("e-1"), from: Sample.monitor)
            await bench.store.untilRecorded(.stepRetry)
        }
        bench.surroundings.advance(by: .seconds(100))
        try await bench.running { _ in await bench.store.untilRecorded(.stepOK) }
        #expect(bench.receiver.performed.count == 2)
    }

    @Test func `after any number of processes the log is one log`() async throws {
        let bench = try await EngineBench.interrupted(EngineBench.idempotent)
        for _ in 0..<3 { try await bench.running { _ in } }
        #expect(bench.entries(.engineStarted).count == 4)
        let report = LedgerFixture.verified(bench.store.rows, signer: bench.keeper.last)
        #expect(report.findings == [])
        #expect(report.uncovered == 0)
    }
}
