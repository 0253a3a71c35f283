import Domain
import Engine
import Ledger
import Ports
import Response
import TestKit
import Testing

/// A connection that is slow or gone costs nobody else anything, and is not hammered.
@Suite(.timeLimit(.minutes(1))) struct ConnectionTests {
    private static let refused = AttemptResult.failure(.transient(Sample.error("connection refused")))

    private static func bench(_ text: String = EngineBench.idempotent, failuresMax: Int = 2) -> EngineBench {
        var bench = EngineBench(text)
        bench.limits.breakerFailuresMax = failuresMax
        return bench
    }

    private static func events(_ numbers: ClosedRange<Int>) -> [Event] {
        numbers.map { Sample.event("e-\($0)", of: "pump-\($0)") }
    }

    @Test func `where nobody answers, nothing more is handed over until one attempt was answered`() async throws {
        let bench = Self.bench()
        bench.receiver.script("fake.idempotent", Self.refused, Self.refused)
        try await bench.running { engine in
            _ = try await engine.submit(Self.events(1...2), from: Sample.monitor)
            await bench.store.untilRecorded(.stepRetry, times: 2)
            let outage = engine.status().connections.first?.outage
            #expect(outage == ConnectionStatus.Outage(since: Sample.start, reason: "connection refused"))

            _ = try await engine.submit(Self.events(3...3), from: Sample.monitor)
            await bench.store.untilRecorded(.stepRetry, times: 3)
            #expect(bench.receiver.performed.count == 2, "an attempt was handed over while nobody answered")
            #expect(bench.entries(.stepRetry).last?.detail?.contains("has not answered for") == true)

            bench.surroundings.advance(by: .seconds(1))
            let ends: Set<AuditAction> = [.stepOK, .stepRetry]
            await bench.store.until { $0.rows.entries.count { ends.contains($0.entry.record.action) } == 6 }
            bench.surroundings.advance(by: .seconds(2))
            await bench.store.untilRecorded(.stepOK, times: 3)
            #expect(engine.status().connections == [ConnectionStatus(name: "fake.idempotent", outage: nil)])
        }
    }

    /// Eight tries, each of them refused by the breaker, would be over within a second.
    @Test func `an attempt that is held back is tried again no sooner than the connection is`() async throws {
        var bench = Self.bench(failuresMax: 1)
        bench.limits.breakerPauseFirst = .seconds(30)
        bench.limits.breakerPauseMax = .seconds(30)
        let started = bench
        started.receiver.script("fake.idempotent", Self.refused)
        try await started.running { engine in
            _ = try await engine.submit(Self.events(1...1), from: Sample.monitor)
            await started.store.untilRecorded(.stepRetry)
            _ = try await engine.submit(Self.events(2...2), from: Sample.monitor)
            await started.store.untilRecorded(.stepRetry, times: 2)
            // The first one's own pause is over; the connection's is not.
            started.surroundings.advance(by: .seconds(29))
            await started.store.untilRecorded(.stepRetry, times: 3)
            #expect(started.entries(.stepIntent).count == 3, "the second was tried before its time")
            #expect(started.receiver.performed.count == 1)
        }
    }

    @Test func `a refusal is an answer`() async throws {
        let bench = Self.bench()
        let refusal = AttemptResult.failure(.permanent(Sample.error("no such device")))
        bench.receiver.script("fake.idempotent", refusal, refusal, refusal)
        try await bench.running { engine in
            _ = try await engine.submit(Self.events(1...4), from: Sample.monitor)
            await bench.store.untilRecorded(.stepOK)
        }
        #expect(bench.receiver.performed.count == 4)
    }

    /// In an attack many devices are silent, and the healthy ones behind the same broker are those to protect.
    @Test func `devices that do not confirm do not make their broker count as gone`() async throws {
        let text = PlaybookFixture.text(
            """
            - id: act
              action: fake.once
              with: {confirm: {topic: a/b, if: message.id == step.key, within: 8s}}
              on_failure: continue
            """
        )
        let bench = Self.bench(text, failuresMax: 1)
        let silence = AttemptResult.failure(.unknownOutcome(Sample.error("the device did not answer")))
        bench.receiver.script("fake.once", silence, silence, silence)
        try await bench.running { engine in
            for number in 1...4 {
                _ = try await engine.submit(Self.events(number...number), from: Sample.monitor)
                await bench.receiver.until { $0.performed.count == number }
            }
            await bench.store.untilRecorded(.stepOK)
            #expect(engine.status().connections.map(\.outage) == [nil])
        }
    }

    /// Found by a benchmark: a broker behind which nobody listens to five topics counted as gone.
    @Test func `a broker that says that a device is gone is not gone itself`() async throws {
        let bench = Self.bench(PlaybookFixture.text("- {id: act, action: fake.idempotent}"), failuresMax: 1)
        let gone = AttemptResult.failure(.transient(Sample.error("nobody is subscribed"), isAnswered: true))
        bench.receiver.script("fake.idempotent", gone, gone, gone)
        try await bench.running { engine in
            _ = try await engine.submit(Self.events(1...3), from: Sample.monitor)
            await bench.receiver.until { $0.performed.count == 3 }
            #expect(engine.status().connections.map(\.outage) == [nil])
            await bench.store.untilRecorded(.stepRetry, times: 3)
            bench.surroundings.advance(by: .seconds(2))
            await bench.store.untilRecorded(.stepOK, times: 3)
        }
    }

    @Test func `a slow connection keeps its line, and another one's attempts go through`() async throws {
        var bench = EngineBench()
        bench.playbooks = [("slow", "fake.idempotent"), ("swift", "fake.probeable")].map { name, action in
            let step = "- {id: act, action: \(action)}"
            return PlaybookFixture.compiled(PlaybookFixture.text(step, named: name, on: "{event: \(name)}"))
        }
        bench.limits.effectsPerConnectionMax = 1
        let started = bench
        started.receiver.hold("fake.idempotent")
        try await started.running { engine in
            // Of other devices: those of one wait for each other.
            let events = (1...3).flatMap { number in
                ["slow", "swift"].map { Sample.event("\($0)-\(number)", of: "\($0)-\(number)", type: $0) }
            }
            _ = try await engine.submit(events, from: Sample.monitor)
            await started.store.untilRecorded(.stepOK, times: 3)
            #expect(started.receiver.performed(of: "fake.idempotent") == 1)
            // Half of their time is over: they leave the line, and it is certain that nothing was sent.
            started.surroundings.advance(by: .seconds(5))
            await started.store.untilRecorded(.stepRetry, times: 2)
            #expect(started.receiver.performed(of: "fake.idempotent") == 1)
            #expect(started.entries(.stepUnknown).isEmpty)
            started.receiver.release()
            started.surroundings.advance(by: .seconds(1))
            await started.store.untilRecorded(.stepOK, times: 6)
        }
    }

    @Test func `a line has an end`() async throws {
        var bench = EngineBench(EngineBench.idempotent)
        bench.limits.effectsPerConnectionMax = 1
        bench.limits.effectsWaitingPerConnectionMax = 2
        let started = bench
        started.receiver.hold()
        try await started.running { engine in
            _ = try await engine.submit(Self.events(1...5), from: Sample.monitor)
            await started.store.untilRecorded(.stepRetry, times: 2)
            #expect(started.entries(.stepRetry).allSatisfy { $0.detail?.contains("2 attempts wait") == true })
            #expect(started.receiver.performed.count == 1)
            started.receiver.release()
            await started.store.untilRecorded(.stepOK, times: 3)
            started.surroundings.advance(by: .seconds(1))
            await started.store.untilRecorded(.stepOK, times: 5)
        }
    }
}

extension FakeReceiver {
    func performed(of action: String) -> Int { performed.count { $0.attempt.request.action == action } }
}
