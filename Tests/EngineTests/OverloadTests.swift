import CEL
import Domain
import Engine
import Ledger
import Ports
import Response
import TestKit
import Testing

/// More than there is room for: refused with when to come again, and never taken by half.
@Suite(.timeLimit(.minutes(1))) struct OverloadTests {
    private static func events(_ numbers: ClosedRange<Int>) -> [Event] {
        numbers.map { Sample.event("e-\($0)", of: "pump-\($0)") }
    }

    @Test func `in a flood what was acknowledged is durable, and what was refused is not there`() async throws {
        var bench = EngineBench()
        bench.limits.inboxCountMax = 8
        let started = bench
        let events = Self.events(1...200)
        let acknowledged = Watched<Set<Event.Key>>([])
        let refused = Watched<Set<Event.Key>>([])
        try await started.running { engine in
            await started.store.untilRecorded(.engineStarted)
            // The loop is in a commit: the mailbox fills.
            started.store.hold()
            async let answers: Void = withTaskGroup(of: Void.self) { group in
                for event in events {
                    group.addTask {
                        let receipt = try? await engine.submit(event, from: Sample.monitor)
                        if receipt == nil {
                            refused.update { _ = $0.insert(event.key) }
                        } else {
                            acknowledged.update { _ = $0.insert(event.key) }
                        }
                    }
                }
            }
            await refused.until { !$0.isEmpty }
            #expect(acknowledged.value.isEmpty, "it was acknowledged before it was durable")
            started.store.release()
            await answers
        }
        let stored = Set(started.store.rows.receipts(for: events.map(\.key)).keys)
        #expect(stored == acknowledged.value)
        #expect(stored.isDisjoint(with: refused.value))
        #expect(stored.count + refused.value.count == events.count)
        #expect(!stored.isEmpty && !refused.value.isEmpty)
    }

    @Test func `what a person orders, or starts, is refused like an event where the mailbox is full`() async throws {
        var bench = EngineBench()
        bench.limits.inboxCountMax = 1
        let started = bench
        let full = IntakeRefusal.full(capacity: 1, retryAfter: .seconds(1))
        try await started.running { engine in
            await started.store.untilRecorded(.engineStarted)
            // The loop is in the commit of the first event; the second fills the mailbox.
            started.store.hold()
            async let first = engine.submit(Self.events(1...1), from: Sample.monitor)
            await started.store.until { $0.commitsBegun > $0.commitsDone }
            async let second = engine.submit(Self.events(2...2), from: Sample.monitor)
            while engine.status().lettersWaiting == 0 { await Task.yield() }
            await #expect(throws: OrderRefusal.notNow(full)) {
                try await engine.carryOut(.lift(.everything, by: Sample.operatorOnDuty, reason: ""))
            }
            let event = Sample.event("by-hand", of: "pump-9")
            let by = Sample.operatorOnDuty
            let start = ManualStart(playbook: started.playbooks[0], event: event, by: by, dryRun: false)
            await #expect(throws: full) { try await engine.start(start) }
            started.store.release()
            _ = try await (first, second)
        }
    }

    @Test func `a batch that does not fit is refused whole`() async throws {
        var bench = EngineBench()
        bench.limits.inboxCountMax = 2
        let started = bench
        try await started.running { engine in
            await #expect(throws: IntakeRefusal.full(capacity: 2, retryAfter: .seconds(1))) {
                try await engine.submit(Self.events(1...3), from: Sample.monitor)
            }
            await engine.refused("something", from: Sample.monitor)
            await started.store.untilRecorded(.eventRefused)
        }
        #expect(bench.entries(.eventAccepted).isEmpty)
    }

    @Test func `while so many effects are under way no event is taken in, and then again`() async throws {
        var bench = EngineBench()
        bench.limits.effectsUnderWayMax = 2
        let started = bench
        started.receiver.hold()
        try await started.running { engine in
            _ = try await engine.submit(Self.events(1...2), from: Sample.monitor)
            await started.receiver.until { $0.performed.count == 2 }
            await #expect { try await engine.submit(Self.events(3...3), from: Sample.monitor) } throws: { error in
                guard case .busy(let reason, .seconds(1))? = error as? IntakeRefusal else { return false }
                return reason.contains("2 effects")
            }
            started.receiver.release()
            await started.store.untilRecorded(.stepOK, times: 2)
            _ = try await engine.submit(Self.events(3...3), from: Sample.monitor)
        }
        #expect(bench.entries(.eventAccepted).count == 3)
    }

    /// A reading found it: their number was bounded, and not what they take.
    @Test func `while the events that wait take so much memory no other is taken in`() async throws {
        var bench = EngineBench()
        let large = Value.list(Array(repeating: .int(1), count: 2_000))
        let (event, next) = (Sample.event("e-1", data: large), Sample.event("e-2", data: large))
        #expect((30_000..<100_000).contains(event.footprint))
        bench.limits.inboxBytesMax = 3 * event.footprint / 2
        let started = bench
        try await started.running { engine in
            await started.store.untilRecorded(.engineStarted)
            started.store.hold()
            async let first = engine.submit(event, from: Sample.monitor)
            await started.store.until { $0.commitsBegun > $0.commitsDone }
            await #expect { try await engine.submit(next, from: Sample.monitor) } throws: { error in
                guard case .busy(let reason, _)? = error as? IntakeRefusal else { return false }
                return reason.contains("take what memory there is")
            }
            started.store.release()
            _ = try await first
            _ = try await engine.submit(next, from: Sample.monitor)
        }
    }

    @Test func `while so many incidents are open no event is taken in, and a person is still heard`() async throws {
        var bench = EngineBench()
        bench.limits.runsOpenBytesMax = 1
        let started = bench
        started.receiver.hold()
        try await started.running { engine in
            _ = try await engine.submit(Self.events(1...1), from: Sample.monitor)
            await #expect { try await engine.submit(Self.events(2...2), from: Sample.monitor) } throws: { error in
                guard case .busy(let reason, _)? = error as? IntakeRefusal else { return false }
                return reason.contains("1 incidents are open")
            }
            let start = ManualStart(
                playbook: started.playbooks[0],
                event: Sample.event("by-hand", of: "pump-9"),
                by: Sample.operatorOnDuty,
                dryRun: false
            )
            _ = try await engine.start(start)
            started.receiver.release()
            await started.store.untilRecorded(.runEnded, times: 2)
        }
    }
}
