import Domain
public import Logging
public import Ports
import Synchronization
public import Transport

/// Events that a broker delivers.
///
/// A message is acknowledged only after the engine has made it durable; where the engine takes nothing now, nothing is
/// acknowledged and the broker delivers it again. What is no event is written down and acknowledged: it would be no
/// event the next time either.
public struct MQTTEventSource: EventSource {
    private let name: String
    private let settings: MQTTSettings
    private let topics: [String]
    private let surroundings: any Surroundings
    private let logger: Logger
    private let dropped = Dropped()

    /// The name is the connection's, as the configuration has it: events are recorded as coming from `source:<name>`.
    /// The settings are those of a session that the broker keeps: no clean start, and an expiry above the longest
    /// absence. The topics are filters, subscribed to at QoS 1.
    public init(
        name: String,
        settings: MQTTSettings,
        topics: [String],
        surroundings: any Surroundings,
        logger: Logger
    ) {
        self.name = name
        self.settings = settings
        self.topics = topics
        self.surroundings = surroundings
        self.logger = logger
    }

    /// - Throws: ``OperatorError`` where the settings cannot be used.
    public func run(into reception: Reception) async throws {
        let session = try session()
        async let watching: Void = watch(session)
        await session.run { batch in try await take(batch, into: reception) }
        await watching
        try Task.checkCancellation()
        throw OperatorError(
            attempted: "take events from '\(name)'",
            reason: "its session has ended",
            remedy: "restart the engine"
        )
    }

    /// Takes what came together. What came on a topic that the configuration does not name any more is dropped: the broker
    /// keeps a subscription as long as it keeps the session.
    /// - Throws: where the engine takes nothing now. Nothing of the batch may be acknowledged then.
    package func take(_ batch: [MQTTMessage], into reception: Reception) async throws(IntakeRefusal) {
        let wanted = batch.filter { message in
            topics.contains { MQTTTopic.matches(filter: $0, topic: message.topic) }
        }
        if wanted.count < batch.count, dropped.isToTell(at: surroundings.now()) {
            logger.warning(
                """
                the broker of '\(name)' goes on delivering what 'topics' does not name any more, and that is dropped: \
                delete the session '\(settings.clientID)' there while the engine is down, or wait until it has expired
                """
            )
        }
        if !wanted.isEmpty { _ = try await reception.take(wanted.map(arrival), from: actor) }
    }

    /// That something is dropped is told now and then.
    private final class Dropped: Sendable {
        private static let silence: Duration = .seconds(600)
        private let told = Mutex<Instant?>(nil)

        func isToTell(at now: Instant) -> Bool {
            told.withLock { told in
                guard told.map({ now - $0 >= Self.silence }) ?? true else { return false }
                told = now
                return true
            }
        }
    }

    private var actor: Actor { Actor(name: "source:\(name)", proof: "mqtt-broker") }

    private func arrival(of message: MQTTMessage) -> Arrival {
        Arrival(
            body: message.payload,
            contentType: message.properties.contentType,
            fields: message.properties.userProperties.map { Arrival.Field($0.name, $0.value) },
            arrived: surroundings.now()
        )
    }

    private func session() throws(OperatorError) -> MQTTIntakeSession {
        do throws(MQTTFailure) {
            return try MQTTIntakeSession(settings, filters: topics)
        } catch {
            throw OperatorError(
                attempted: "take events from '\(name)'",
                reason: error.sentence,
                remedy: "correct the connection '\(name)'"
            )
        }
    }

    private func watch(_ session: MQTTIntakeSession) async {
        var news = ConnectionNews(of: name)
        for await state in session.connectionStates() {
            if let (level, text) = news.line(on: state) { logger.log(level: level, "\(text)") }
        }
    }
}
