import Domain
import Intake
import Logging
import Ports
import Testing
import Transport

@Suite(.timeLimit(.minutes(1)), .enabled(if: Mosquitto.isInstalled, "Mosquitto is not here"))
struct MQTTDeliveryTests {
    @Test func `an event that the engine did not take is delivered again, and acknowledged once it did`() async throws {
        let broker = try Mosquitto()
        defer { broker.stop() }
        let (attempts, attempted) = AsyncStream.makeStream(of: Void.self)
        let inbox = RecordingInbox(refusing: .full(capacity: 1, retryAfter: .seconds(1))) { inbox in
            attempted.yield()
            inbox.refuse(nil)
        }
        let source = MQTTEventSource(
            name: "plant",
            settings: broker.settings("intake", isKept: true),
            topics: ["events/#"],
            surroundings: StillSurroundings(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        let running = Task { try await source.run(into: Reception(inbox)) }
        try await publish(CloudEventsTests.full, at: broker)
        var deliveries = attempts.makeAsyncIterator()
        await deliveries.next()
        await deliveries.next()
        running.cancel()
        await #expect(throws: CancellationError.self) { try await running.value }
        #expect(inbox.contents.batches.map { $0.map(\.key.id) } == [["A-1"]])
    }

    private func publish(_ text: String, at broker: Mosquitto) async throws {
        let publisher = try MQTTSession(broker.settings("publisher"))
        publisher.start()
        for await state in publisher.connectionStates() where state.isConnected { break }
        // The broker says who listens, so this waits for the subscription without a pause.
        while try await publisher.publish(MQTTPublication(topic: "events/hello", payload: [])).hasSubscribers != true {}
        _ = try await publisher.publish(MQTTPublication(topic: "events/e", payload: Array(text.utf8)))
        await publisher.shutdown()
    }
}
