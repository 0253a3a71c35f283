import Domain
import Intake
import Logging
import Ports
import Testing
import Transport

@Suite struct MQTTEventSourceTests {
    private let source = MQTTEventSource(
        name: "plant",
        settings: MQTTSettings(host: "127.0.0.1", clientID: "intake", cleanStart: false, sessionExpiry: .seconds(60)),
        topics: ["events/#"],
        surroundings: StillSurroundings(),
        logger: Logger(label: "test")
    )

    private func message(
        _ payload: String,
        contentType: String? = nil,
        on topic: String = "events/x"
    ) -> MQTTMessage {
        MQTTMessage(
            topic: topic,
            payload: Array(payload.utf8),
            properties: MQTTProperties(contentType: contentType)
        )
    }

    private var good: [MQTTMessage] {
        [
            message(CloudEventsTests.full), message(DeviceDefenderTests.violation),
            message(CloudEventsTests.full, contentType: "application/cloudevents+json; charset=utf-8"),
        ]
    }

    @Test func `what came together is taken in together, in order`() async throws {
        let inbox = RecordingInbox()
        try await source.take(good, into: Reception(inbox))
        #expect(
            inbox.contents.batches.map { $0.map(\.key.id) } == [["A-1", "123456789/in-alarm/1582745400000", "A-1"]]
        )
        #expect(inbox.contents.actors == [Actor(name: "source:plant", proof: "mqtt-broker")])
        #expect(inbox.contents.refusals.isEmpty)
    }

    /// A reading found it: playbooks went on acting on what the operator had taken out of the configuration.
    @Test func `what comes on a topic that is configured no more is dropped`() async throws {
        let inbox = RecordingInbox()
        let old = message(CloudEventsTests.full, on: "lab/x")
        try await source.take([old], into: Reception(inbox))
        try await source.take([old, good[1], message("no event", on: "lab/y")], into: Reception(inbox))
        #expect(inbox.contents.batches.map { $0.map(\.key.id) } == [["123456789/in-alarm/1582745400000"]])
        #expect(inbox.contents.refusals.isEmpty)
    }

    @Test func `what is no event is written down, and does not hold back what is one`() async throws {
        let inbox = RecordingInbox()
        try await source.take(
            [message("no event"), good[0], message("<a/>", contentType: "text/xml")],
            into: Reception(inbox)
        )
        #expect(inbox.contents.batches.map(\.count) == [1])
        #expect(inbox.contents.refusals.count == 2)
        #expect(inbox.contents.refusals[0].hasPrefix("malformed-json"))
    }

    /// It is no other the next time either, and would hold back all that comes after it.
    @Test func `another event under a known id is taken to the engine, and acknowledged`() async throws {
        let inbox = RecordingInbox()
        let other = message(CloudEventsTests.full.replacing("cleared", with: "in-alarm"))
        try await source.take([good[0]], into: Reception(inbox))
        try await source.take([other, good[1]], into: Reception(inbox))
        let ids = inbox.contents.batches.map { $0.map(\.key.id) }
        #expect(ids == [["A-1"], ["A-1", "123456789/in-alarm/1582745400000"]])
        #expect(inbox.contents.refusals.isEmpty, "the engine itself writes it down")
    }

    @Test(arguments: [IntakeRefusal.full(capacity: 1, retryAfter: .seconds(1)), .closing])
    func `where the engine takes nothing the batch is not acknowledged, and nothing is written down`(
        refusal: IntakeRefusal
    ) async throws {
        let inbox = RecordingInbox(refusing: refusal)
        await #expect(throws: refusal) {
            try await source.take([message("no event"), good[0]], into: Reception(inbox))
        }
        #expect(inbox.contents.refusals.isEmpty)
    }

    @Test func `a batch without any event asks nothing of the engine`() async throws {
        let inbox = RecordingInbox(refusing: .closing)
        try await source.take(
            [message("[]", contentType: "application/cloudevents-batch+json")],
            into: Reception(inbox)
        )
        #expect(inbox.contents.batches.isEmpty)
    }

    @Test func `settings that cannot be used are told with what to correct`() async throws {
        let forgetful = MQTTEventSource(
            name: "plant",
            settings: MQTTSettings(host: "127.0.0.1", clientID: "intake"),
            topics: ["events/#"],
            surroundings: StillSurroundings(),
            logger: Logger(label: "test")
        )
        await #expect(throws: OperatorError.self) { try await forgetful.run(into: Reception(RecordingInbox())) }
    }
}
