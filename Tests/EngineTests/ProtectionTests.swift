import Domain
import Engine
import Ledger
import Response
import TestKit
import Testing

/// Found by reading: what the registry said at the alarm counted for as long as people thought about it.
@Suite(.timeLimit(.minutes(1))) struct ProtectionTests {
    private static let pump = Sample.device("pump-7")

    /// An attempt fails, and the next one is due after so many seconds; meanwhile something changes.
    private func attempts(
        pause seconds: Int,
        _ step: String = "- {id: act, action: fake.idempotent}",
        _ action: String = "fake.idempotent",
        until end: AuditAction,
        _ change: @escaping @Sendable (FakeRegistry) -> Void
    ) async throws -> (bench: EngineBench, count: Int) {
        let bench = EngineBench(PlaybookFixture.text(step))
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
        #expect(bench.entries(.stepFailed).contains { $0.detail?.contains("it was protected") == true })
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
        let step = "- {id: act, action: fake.restore}"
        let count = try await attempts(pause: 90, step, "fake.restore", until: .stepOK) { $0.protect(Self.pump) }.count
        #expect(count == 2)
    }
}
