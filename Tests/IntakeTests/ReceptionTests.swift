import Domain
import Intake
import Ports
import Synchronization
import Testing

/// The way of everything that comes in: noted before it is read, and until the engine is done with it.
@Suite struct ReceptionTests {
    private static let monitor = Actor(name: "source:monitor", proof: "none")

    private func arrival(_ body: String, after pause: Duration = .zero) -> Arrival {
        Arrival(body: Array(body.utf8), contentType: nil, arrived: arrivalTime + pause)
    }

    @Test func `what came together is noted together, and let go when it is durable`() async throws {
        let watch = RecordingWatch()
        let inbox = RecordingInbox { _ in #expect(watch.inHands == 2) }
        let outcomes = try await Reception(inbox, watch: watch)
            .take([arrival(CloudEventsTests.full), arrival("no event")], from: Self.monitor)
        #expect(outcomes.count == 2)
        #expect(watch.inHands == 0)
        #expect(watch.done == [true, true])
    }

    @Test func `what the engine sends away was not dealt with`() async throws {
        let watch = RecordingWatch()
        let reception = Reception(RecordingInbox(refusing: .closing), watch: watch)
        await #expect(throws: IntakeRefusal.closing) {
            try await reception.take(arrival(CloudEventsTests.full), from: Self.monitor)
        }
        #expect(watch.inHands == 0)
        #expect(watch.done == [false])
    }

    @Test func `a suspect is taken by itself, and the others together, in their order`() async throws {
        let suspect = DeviceDefenderTests.violation
        let watch = RecordingWatch(suspects: [suspect])
        let inbox = RecordingInbox()
        let bodies = [CloudEventsTests.full, CloudEventsTests.full, suspect, CloudEventsTests.full]
        _ = try await Reception(inbox, watch: watch).take(bodies.map { arrival($0) }, from: Self.monitor)
        #expect(inbox.contents.batches.map(\.count) == [2, 1, 1])
    }

    /// A reading found it: what a broker had queued meanwhile was more than the inbox ever holds, and was refused for ever.
    @Test func `more events than the inbox holds are taken in one part after the other`() async throws {
        let inbox = RecordingInbox()
        let bodies = (0..<5).map { message in
            let events = (0..<300).map {
                #"{"specversion":"1.0","id":"\#(message)-\#($0)","source":"s","type":"t","subject":"d"}"#
            }
            return "[\(events.joined(separator: ","))]"
        }
        let outcomes = try await Reception(inbox, watch: RecordingWatch()).take(
            bodies.map { arrival($0) },
            from: Self.monitor
        )
        #expect(inbox.contents.batches.map(\.count) == [900, 600])
        let counts = outcomes.map { outcome in if case .taken(let receipts) = outcome { receipts.count } else { 0 } }
        #expect(counts == [300, 300, 300, 300, 300])
    }

    @Test func `nothing is done with what is in quarantine, and its sender need not bring it again`() async throws {
        let watch = RecordingWatch(quarantined: [CloudEventsTests.full])
        let inbox = RecordingInbox()
        let outcome = try await Reception(inbox, watch: watch)
            .take(arrival(CloudEventsTests.full), from: Self.monitor)
        guard case .quarantined = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(inbox.contents.batches.isEmpty && inbox.contents.refusals.isEmpty)
    }

    /// A reading found it: counted at the time when it came, it was refused for ever, and the log blamed its sender.
    @Test func `what is taken again long after it came does not count as brought by its sender`() async throws {
        let inbox = RecordingInbox()
        let reception = Reception(inbox, watch: RecordingWatch())
        let once = arrival(CloudEventsTests.full)
        _ = try await reception.take(once, from: Self.monitor)
        _ = try await reception.take(arrival(CloudEventsTests.full, after: .seconds(120)), from: Self.monitor)
        await #expect(throws: IntakeRefusal.self) { try await reception.take(once, from: Self.monitor) }
        #expect(reception.refusedSenders.map(\.count) == [1])
        _ = try await reception.takeAgain(once, from: Self.monitor)
        #expect(inbox.contents.batches.count == 3)
        #expect(reception.refusedSenders.map(\.count) == [1])
    }

    @Test func `of the fields only those that formats read are kept`() {
        let fields = ["Ce-Id", "x-amz-sns-topic-arn", "Authorization", "Cookie"].map { Arrival.Field($0, "v") }
        let arrival = Arrival(body: [], contentType: nil, fields: fields, arrived: arrivalTime)
        #expect(arrival.telling.map(\.name) == ["Ce-Id", "x-amz-sns-topic-arn"])
    }
}

private let arrivalTime = Instant(millisecondsSinceEpoch: 1_790_000_000_000)

/// Remembers what passed.
private final class RecordingWatch: ArrivalWatch {
    private struct State {
        var inHands = 0
        var done: [Bool] = []
    }

    private let suspects: [String]
    private let quarantined: [String]
    private let state = Mutex(State())

    init(suspects: [String] = [], quarantined: [String] = []) {
        self.suspects = suspects
        self.quarantined = quarantined
    }

    var inHands: Int { state.withLock { $0.inHands } }
    var done: [Bool] { state.withLock { $0.done } }

    func isSuspect(_ arrival: Arrival, from source: Actor) -> Bool {
        suspects.contains(String(decoding: arrival.body, as: UTF8.self))
    }

    func enter(_ arrival: Arrival, from source: Actor) -> Passage? {
        if quarantined.contains(String(decoding: arrival.body, as: UTF8.self)) { return nil }
        state.withLock { $0.inHands += 1 }
        return Passage(slot: nil)
    }

    func leave(_ passage: Passage, isDone: Bool) {
        state.withLock {
            $0.inHands -= 1
            $0.done.append(isDone)
        }
    }
}
