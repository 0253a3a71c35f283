import CEL
import Domain
import Engine
import Ledger
import Ports
import Response
import TestKit
import Testing

/// Another event under a known id. A reading found it: the alarm of a monitor that counted from 1 again after it was switched
/// on was acknowledged, and nothing was done or said.
@Suite(.timeLimit(.minutes(1))) struct AnotherEventTests {
    private static let alarm = Sample.event("e-1", of: "pump-1")
    private static let end = Sample.event("e-1", of: "pump-1", state: .cleared)
    private static let refusal = "another event came under this id before: state 'in-alarm' then, 'cleared' now"

    @Test func `it is refused, and written down with what differs`() async throws {
        let bench = EngineBench()
        try await bench.running { engine in
            let first = try await engine.submit(Self.alarm, from: Sample.monitor)
            #expect(first.refusal == nil && first.incidents.count == 1)
            let other = try await engine.submit(Self.end, from: Sample.monitor)
            #expect(other.refusal == Self.refusal)
            #expect(other.incidents.isEmpty && !other.isDuplicate)
            let again = try await engine.submit(Self.alarm, from: Sample.monitor)
            #expect(again == first.asDuplicate, "the first one keeps its id")
        }
        #expect(bench.entries(.eventAccepted).count == 1)
        let entries = bench.entries(.eventRefused)
        #expect(entries.map(\.detail) == [Self.refusal])
        #expect(entries.map(\.object) == [.event(Self.alarm.key)])
        #expect(entries.map(\.actor) == [Sample.monitor])
    }

    static let others: [(event: Event, differences: String)] = [
        (Sample.event("e-1", of: "pump-2"), "device 'pump-1' then, 'pump-2' now"),
        (Sample.event("e-1", of: "pump-1", type: "weather"), "type 'violation' then, 'weather' now"),
        (end, "state 'in-alarm' then, 'cleared' now"),
        (
            rule("too hot", "heat"),
            "name 'too loud' then, 'too hot' now; metric 'aws:message-byte-size' then, 'heat' now"
        ),
    ]

    @Test(arguments: others)
    func `the device, the type, the state and the rule tell it apart`(event: Event, differences: String) {
        let receipt = EventReceipt(of: Self.alarm, incidents: [], isDuplicate: true)
        #expect(receipt.answer(to: event).refusal == "another event came under this id before: \(differences)")
    }

    private static func rule(_ name: String, _ metric: String) -> Event {
        Event(key: alarm.key, type: alarm.type, time: alarm.time, device: alarm.device, name: name, metric: metric)
    }

    @Test func `a repeat may have another time, and tell of another reading`() {
        let receipt = EventReceipt(of: Self.alarm, incidents: [], isDuplicate: true)
        let later = Sample.start + .seconds(3_600)
        let again = Sample.event("e-1", of: "pump-1", severity: .low, value: 7, data: "more", at: later)
        #expect(receipt.answer(to: again) == receipt)
    }

    @Test func `of two that come together the first has the id`() async throws {
        let bench = EngineBench()
        try await bench.running { engine in
            let receipts = try await engine.submit([Self.alarm, Self.end, Self.alarm], from: Sample.monitor)
            #expect(receipts.map(\.refusal) == [nil, Self.refusal, nil])
            #expect(receipts.map(\.isDuplicate) == [false, false, true])
        }
        #expect(bench.entries(.eventAccepted).map(\.outcome) == ["in-alarm"])
        #expect(bench.entries(.eventRefused).count == 1)
    }

    @Test func `what an earlier process took in keeps its id`() async throws {
        let bench = EngineBench()
        try await bench.running { engine in _ = try await engine.submit(Self.alarm, from: Sample.monitor) }
        try await bench.running { engine in
            let receipt = try await engine.submit(Self.end, from: Sample.monitor)
            #expect(receipt.refusal == Self.refusal)
        }
        #expect(bench.entries(.eventRefused).count == 1)
    }

    @Test func `where it cannot be written down, its sender is to come again`() async throws {
        let bench = EngineBench()
        try await bench.running { engine in
            _ = try await engine.submit(Self.alarm, from: Sample.monitor)
            await bench.store.untilRecorded(.runEnded)
            bench.store.fail(with: .full(Sample.error("the disk is full")))
            await #expect(throws: IntakeRefusal.noRoom(retryAfter: .seconds(1))) {
                try await engine.submit(Self.end, from: Sample.monitor)
            }
            #expect(bench.entries(.eventRefused).isEmpty)
            bench.store.fail(with: nil)
            bench.surroundings.advance(by: .seconds(1))
            await bench.store.untilRecorded(.eventRefused)
        }
        #expect(bench.entries(.eventRefused).map(\.detail) == [Self.refusal])
    }
}
