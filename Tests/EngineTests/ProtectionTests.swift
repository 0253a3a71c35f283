import Domain
import Engine
import Ledger
import Response
import TestKit
import Testing

/// Found by reading: what the registry said at the alarm counted for as long as people thought about it.
@Suite(.timeLimit(.minutes(1))) struct ProtectionTests {
    private static let pump = Sample.device("pump-7")

    /// A playbook that protects a device itself, where the condition says so.
    private static func protecting(_ condition: String) -> String {
        PlaybookFixture.text(
            "- {id: act, action: fake.idempotent}",
            guards: "{limit: {devices: 25, per: 10m}, protect: '\(condition)'}"
        )
    }

    /// An attempt fails, and the next one is due after so many seconds; meanwhile something changes.
    private func attempts(
        pause seconds: Int,
        _ text: String = EngineBench.idempotent,
        _ action: String = "fake.idempotent",
        of device: Device = Device(id: pump),
        until end: AuditAction,
        _ change: @escaping @Sendable (FakeRegistry) -> Void
    ) async throws -> (bench: EngineBench, count: Int) {
        let bench = EngineBench(text)
        bench.registry.record(device)
        let failure = ActionFailure.transient(Sample.error("busy"), retryAfter: .seconds(seconds))
        bench.receiver.script(action, .failure(failure))
        try await bench.running { engine in
            _ = try await engine.submit(Sample.event("e-1"), from: Sample.monitor)
            await bench.store.untilRecorded(.stepRetry)
            change(bench.registry)
            bench.surroundings.advance(by: .seconds(seconds))
            await bench.store.untilRecorded(end)
        }
        return (bench, bench.receiver.performed.count)
    }

    @Test func `a device that is protected while its run waits is not touched`() async throws {
        let (bench, count) = try await attempts(pause: 90, until: .stepFailed) { $0.protect(Self.pump) }
        #expect(count == 1)
        #expect(bench.entries(.stepFailed).contains { $0.detail?.contains("is protected in the registry") == true })
    }

    /// A reading found it: the second look read the registry's own word alone, and a device that was tagged meanwhile
    /// was shut down.
    @Test func `a device that the playbook protects by what is known of it now is not touched`() async throws {
        let text = Self.protecting("\"life-safety\" in device.tags")
        let (bench, count) = try await attempts(pause: 90, text, until: .stepFailed) {
            $0.record(Device(id: Self.pump, tags: ["life-safety"]))
        }
        #expect(count == 1)
        #expect(bench.entries(.stepFailed).contains { $0.detail?.contains("guard.protect is true") == true })
        #expect(try await attempts(pause: 90, text, until: .stepOK) { _ in }.count == 2)
    }

    @Test func `a device of which the playbook's protection cannot be decided now is not touched`() async throws {
        let text = Self.protecting("device.tags[0] == \"life-safety\"")
        let indoor = Device(id: Self.pump, tags: ["indoor"])
        let (bench, count) = try await attempts(pause: 90, text, of: indoor, until: .stepFailed) {
            $0.record(Device(id: Self.pump))
        }
        #expect(count == 1)
        #expect(bench.entries(.stepFailed).contains { $0.detail?.contains("could not be decided") == true })
    }

    @Test func `a device that the playbook protects by now is not touched after a restart either`() async throws {
        let bench = EngineBench(Self.protecting("\"life-safety\" in device.tags"))
        bench.receiver.script("fake.idempotent", .failure(.transient(Sample.error("busy"), retryAfter: .seconds(90))))
        try await bench.killed { engine in
            _ = try await engine.submit(Sample.event("e-1"), from: Sample.monitor)
            await bench.store.untilRecorded(.stepRetry)
        }
        bench.registry.record(Device(id: Self.pump, tags: ["life-safety"]))
        bench.surroundings.advance(by: .seconds(90))
        try await bench.running { _ in await bench.store.untilRecorded(.stepFailed) }
        #expect(bench.receiver.performed.count == 1)
    }

    /// A reading found it: a run that began later than now, as the clock was set back, counted as young.
    @Test func `a device is asked about after a restart by a clock that was set back`() async throws {
        var bench = try await EngineBench.interrupted(EngineBench.idempotent)
        bench.registry.protect(Self.pump)
        bench.surroundings = VirtualSurroundings(startingAt: Sample.start - .seconds(3_600))
        let next = bench
        try await next.running { _ in await next.store.untilRecorded(.stepFailed) }
        #expect(next.receiver.performed.count == 1)
    }

    /// A reading found it: the registry was asked before a command waited for its place on a connection, never after.
    @Test func `a device that is protected while its command waits long for a place is not touched`() async throws {
        var bench = EngineBench(PlaybookFixture.text("- {id: act, action: fake.idempotent, timeout: 10m}"))
        bench.limits.effectsPerConnectionMax = 1
        let started = bench
        started.receiver.hold()
        try await started.running { engine in
            _ = try await engine.submit(Sample.event("e-1"), from: Sample.monitor)
            await started.receiver.until { $0.performed.count == 1 }
            let other = Sample.event("e-2", of: "pump-8", at: Sample.start)
            _ = try await engine.submit(other, from: Sample.monitor)
            // It stands in line then, until half of its time is over.
            await started.surroundings.untilSomebodySleeps(until: Sample.start + .seconds(300))
            started.registry.protect(Sample.device("pump-8"))
            started.surroundings.advance(by: .seconds(61))
            started.receiver.release()
            await started.store.untilRecorded(.stepFailed)
        }
        #expect(started.receiver.performed.map(\.attempt.request.device.description) == ["pump-7"])
    }

    @Test func `a device that is not goes on, and of a young run nobody is asked`() async throws {
        #expect(try await attempts(pause: 90, until: .stepOK) { _ in }.count == 2)
        let gone = Sample.error("the registry is out of reach")
        #expect(try await attempts(pause: 30, until: .stepOK) { $0.fail(gone) }.count == 2)
    }

    @Test func `where the registry cannot say, nothing is sent, and it is tried again`() async throws {
        let gone = Sample.error("the registry is out of reach")
        let bench = EngineBench(PlaybookFixture.text("- {id: act, action: fake.idempotent}"))
        bench.receiver.script("fake.idempotent", .failure(.transient(Sample.error("busy"), retryAfter: .seconds(90))))
        try await bench.running { engine in
            _ = try await engine.submit(Sample.event("e-1"), from: Sample.monitor)
            await bench.store.untilRecorded(.stepRetry)
            bench.registry.fail(gone)
            bench.surroundings.advance(by: .seconds(90))
            await bench.store.untilRecorded(.stepRetry, times: 2)
        }
        #expect(bench.receiver.performed.count == 1)
    }

    @Test func `to let a device back in nobody is asked`() async throws {
        let text = PlaybookFixture.text("- {id: act, action: fake.restore}")
        let count = try await attempts(pause: 90, text, "fake.restore", until: .stepOK) { $0.protect(Self.pump) }.count
        #expect(count == 2)
    }
}
