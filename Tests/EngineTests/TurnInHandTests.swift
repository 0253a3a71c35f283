import Domain
import Engine
import Ledger
import Ports
import Response
import TestKit
import Testing

/// A turn is decided on while the one before it is written.
@Suite(.timeLimit(.minutes(1))) struct TurnInHandTests {
    private static let first = Sample.event("e-1", of: "pump-1")
    private static let second = Sample.event("e-2", of: "pump-2")

    private let bench: EngineBench
    private let engine: Engine

    /// One event makes a turn, and one that waits is enough for the next.
    init() {
        var bench = EngineBench()
        bench.limits.turnInputsMax = 1
        bench.limits.turnInputsEarly = 1
        self.bench = bench
        engine = bench.engine()
    }

    private typealias Receipt = Task<EventReceipt, any Error>

    /// Runs an engine until the turn of the first event is being written, and that of the other one decided on.
    private func begin(_ other: Event) async -> (end: Task<Void, any Error>, first: Receipt, other: Receipt) {
        // Its first commit says that it starts.
        bench.store.hold(from: 2)
        let receipts = [
            Task { try await engine.submit(Self.first, from: Sample.monitor) },
            Task {
                await engine.until { $0.lettersWaiting == 1 }
                return try await engine.submit(other, from: Sample.monitor)
            },
        ]
        await engine.until { $0.lettersWaiting == 2 }
        let end = Task { try await engine.run() }
        await bench.store.until { $0.commitsBegun == 2 }
        let runs = Set([Self.first.key, other.key]).count
        await engine.until { $0.lettersWaiting == 0 && $0.runsOpen == runs }
        return (end, receipts[0], receipts[1])
    }

    @Test func `neither receipt nor effect of it comes before the one before it is durable`() async throws {
        let (end, first, second) = await begin(Self.second)
        #expect(bench.receiver.performed.isEmpty && bench.store.commitsDone == 1)
        bench.store.release()
        let receipts = [try await first.value, try await second.value]
        #expect(receipts.map(\.isDuplicate) == [false, false])
        await bench.store.untilRecorded(.runEnded, times: 2)
        engine.close()
        try await end.value
        #expect(bench.entries(.eventAccepted).map(\.object) == [Self.first, Self.second].map { .event($0.key) })
        #expect(bench.receiver.performed.count == 2)
    }

    @Test func `an event that comes again while it is written is the same event`() async throws {
        let (end, first, again) = await begin(Self.first)
        bench.store.release()
        let receipts = [try await first.value, try await again.value]
        #expect(receipts.map(\.isDuplicate) == [false, true])
        #expect(Set(receipts.map(\.incidents)).count == 1)
        await bench.store.untilRecorded(.runEnded)
        engine.close()
        try await end.value
        #expect(bench.entries(.eventAccepted).count == 1)
        #expect(bench.receiver.performed.count == 1)
    }

    @Test func `another event that comes under its id while it is written is refused`() async throws {
        let (end, first, other) = await begin(Sample.event("e-1", of: "pump-2"))
        bench.store.release()
        let receipts = [try await first.value, try await other.value]
        #expect(receipts.map { $0.refusal == nil } == [true, false])
        await bench.store.untilRecorded(.runEnded)
        engine.close()
        try await end.value
        #expect(bench.entries(.eventAccepted).count == 1)
        #expect(bench.entries(.eventRefused).count == 1)
    }

    // The simulation found it, seed 44: the sender of a turn that waited heard nothing, for ever.
    @Test func `where the store fails, the senders of both turns are told`() async throws {
        let problem = Sample.error("the disk is gone")
        let (end, first, second) = await begin(Self.second)
        bench.store.fail(with: .broken(problem))
        bench.store.release()
        await #expect(throws: problem) { try await end.value }
        await #expect(throws: IntakeRefusal.closing) { try await first.value }
        await #expect(throws: IntakeRefusal.closing) { try await second.value }
        #expect(bench.receiver.performed.isEmpty)
    }

    @Test func `where there is no room, the senders of both turns are told to come again`() async throws {
        let refusal = IntakeRefusal.noRoom(retryAfter: .seconds(1))
        let (end, first, second) = await begin(Self.second)
        bench.store.fail(with: .full(Sample.error("the disk is full")))
        bench.store.release()
        await #expect(throws: refusal) { try await first.value }
        await #expect(throws: refusal) { try await second.value }
        bench.store.fail(with: nil)
        bench.surroundings.advance(by: .seconds(1))
        await bench.store.untilRecorded(.runEnded, times: 2)
        let receipt = try await engine.submit(Self.second, from: Sample.monitor)
        #expect(receipt.isDuplicate)
        engine.close()
        try await end.value
    }
}
