import Domain
import Engine
import Ledger
import Ports
import Response
import TestKit
import Testing

/// What is waited for and never comes is a failure, and not an endless run.
@Suite(.timeLimit(.minutes(1))) struct CommitTests {
    @Test func `neither receipt nor effect comes before the commit`() async throws {
        let bench = EngineBench()
        try await bench.running { engine in
            await bench.store.untilRecorded(.engineStarted)
            bench.store.hold()
            let receipt = Watched<EventReceipt?>(nil)
            async let answer: Void = {
                let answer = try await engine.submit(Sample.event("e-1"), from: Sample.monitor)
                receipt.update { $0 = answer }
            }()
            await bench.store.until { $0.commitsBegun == 2 }
            #expect(receipt.value == nil)
            #expect(bench.receiver.performed.isEmpty)
            bench.store.release()
            try await answer
            #expect(receipt.value?.isDuplicate == false)
            await bench.receiver.until { $0.performed.count == 1 }
            #expect(bench.store.rows.receipts(for: [Sample.event("e-1").key]).count == 1)
        }
    }

    @Test func `a store that fails ends the engine, and no sender is told yes`() async throws {
        let bench = EngineBench()
        let problem = Sample.error("the disk is gone")
        let engine = bench.engine()
        let end = Task { try await engine.run() }
        await bench.store.untilRecorded(.engineStarted)
        bench.store.fail(with: .broken(problem))
        await #expect(throws: IntakeRefusal.closing) {
            try await engine.submit(Sample.event("e-1"), from: Sample.monitor)
        }
        await #expect(throws: problem) { try await end.value }
        #expect(bench.receiver.performed.isEmpty)
        await #expect(throws: IntakeRefusal.closing) {
            try await engine.submit(Sample.event("e-2"), from: Sample.monitor)
        }
    }

    @Test func `events that arrive together share one commit`() async throws {
        let bench = EngineBench()
        try await bench.running { engine in
            await bench.store.untilRecorded(.engineStarted)
            bench.receiver.hold()
            let before = bench.store.commitsDone
            let events = (1...5).map { Sample.event("e-\($0)", of: "pump-\($0)") }
            let receipts = try await engine.submit(events, from: Sample.monitor)
            #expect(receipts.map(\.key) == events.map(\.key))
            #expect(bench.store.commitsDone == before + 1)
            bench.receiver.release()
        }
        #expect(bench.entries(.stepOK).count == 5)
    }

    @Test func `a turn takes no more than its limit`() async throws {
        var bench = EngineBench()
        bench.limits.turnInputsMax = 2
        let started = bench
        try await started.running { engine in
            await started.store.untilRecorded(.engineStarted)
            started.receiver.hold()
            let before = started.store.commitsDone
            let events = (1...5).map { Sample.event("e-\($0)", of: "pump-\($0)") }
            _ = try await engine.submit(events, from: Sample.monitor)
            #expect(started.store.commitsDone == before + 3)
            started.receiver.release()
        }
    }

    @Test func `a sender that is cancelled waits no longer, and is promised nothing`() async {
        // Nobody takes its event: the engine does not run.
        let engine = EngineBench().engine()
        let sender = Task { try await engine.submit(Sample.event("e-1"), from: Sample.monitor) }
        sender.cancel()
        await #expect(throws: IntakeRefusal.closing) { try await sender.value }
    }

    @Test func `a full mailbox refuses with its capacity`() async throws {
        var bench = EngineBench()
        bench.limits.inboxCountMax = 2
        let events = (1...3).map { Sample.event("e-\($0)") }
        try await bench.running { engine in
            await #expect(throws: IntakeRefusal.full(capacity: 2, retryAfter: .seconds(1))) {
                try await engine.submit(events, from: Sample.monitor)
            }
            _ = try await engine.submit(Array(events.prefix(2)), from: Sample.monitor)
        }
    }

    /// Nobody would have answered it.
    @Test func `no events, no wait`() async throws {
        try await EngineBench().running { engine in
            let receipts = try await engine.submit([], from: Sample.monitor)
            #expect(receipts.isEmpty)
        }
    }

    @Test func `an event that comes twice in one batch, and again later, is one event`() async throws {
        let bench = EngineBench()
        try await bench.running { engine in
            let event = Sample.event("e-1")
            let receipts = try await engine.submit([event, event], from: Sample.monitor)
            #expect(receipts.map(\.isDuplicate) == [false, true])
            let later = try await engine.submit(event, from: Sample.monitor)
            #expect(later.isDuplicate)
            #expect(Set((receipts + [later]).map(\.incidents)).count == 1)
            #expect(later.incidents.count == 1)
        }
        #expect(bench.receiver.performed.count == 1)
        #expect(bench.entries(.eventAccepted).count == 1)
    }

    @Test func `an event that an earlier process took in is known`() async throws {
        let bench = EngineBench()
        let receipts = Watched<[EventReceipt]>([])
        for _ in 0..<2 {
            try await bench.running { engine in
                let receipt = try await engine.submit(Sample.event("e-1"), from: Sample.monitor)
                receipts.update { $0.append(receipt) }
            }
        }
        #expect(receipts.value.map(\.isDuplicate) == [false, true])
        #expect(Set(receipts.value.map(\.incidents)).count == 1)
        #expect(bench.receiver.performed.count == 1)
    }

    @Test func `what is no event is written down`() async throws {
        let bench = EngineBench()
        try await bench.running { engine in
            await engine.refused("byte 17: not JSON", from: Sample.monitor)
            await bench.store.untilRecorded(.eventRefused)
        }
        #expect(bench.entries(.eventRefused).map(\.detail) == ["byte 17: not JSON"])
        #expect(bench.entries(.eventRefused).map(\.actor) == [Sample.monitor])
    }
}
