/// A connection to an MQTT 5 broker for commands and their answers, kept up on a thread of its own.
///
/// A message leaves at most once: every connection gets a fresh libmosquitto handle, so nothing unacknowledged is sent
/// again after a reconnect; the caller is told ``MQTTFailure/unknownOutcome(_:)`` and decides. What is received is
/// acknowledged once it lies in a subscription's buffer; for messages that must not be lost there is
/// ``MQTTIntakeSession``.
public final class MQTTSession: Sendable {
    private let settings: MQTTSettings
    private let control = MQTTControl()
    private let inbox = MQTTInbox()
    private let desk: MQTTDesk

    /// - Throws: ``MQTTFailure/invalid(_:)``.
    public init(_ settings: MQTTSettings) throws(MQTTFailure) {
        try settings.check()
        self.settings = settings
        desk = MQTTDesk(MQTTSessionDriver(inbox), control)
    }

    deinit { control.stop() }

    public var connectionState: MQTTConnectionState { control.connectionState }

    /// The state now and after every change; ends with ``MQTTConnectionState/stopped``.
    public func connectionStates() -> AsyncStream<MQTTConnectionState> { control.connectionStates() }

    /// Begins to connect and returns at once. Starting again does nothing.
    public func start() {
        guard control.claimStart() else { return }
        MQTTLoop.start(settings, control, desk)
    }

    /// Takes leave of the broker and ends the thread; returns when it has ended. What is in flight ends as
    /// ``MQTTFailure/unknownOutcome(_:)``.
    public func shutdown() async {
        control.stop()
        await control.waitUntilStopped()
    }

    /// Publishes and waits for the broker's acknowledgement.
    ///
    /// - Parameters:
    ///   - publication: what to publish.
    ///   - timeout: how long to wait for the acknowledgement, counted from now.
    ///   - waitForConnection: how long it may wait unsent for a connection; zero fails at once where there is none.
    /// - Returns: what the broker said of it.
    /// - Throws: ``MQTTFailure``; only ``MQTTFailure/unknownOutcome(_:)`` means that the broker may have it.
    public func publish(
        _ publication: MQTTPublication,
        timeout: Duration = .seconds(10),
        waitForConnection: Duration = .zero
    ) async throws(MQTTFailure) -> PublishReceipt {
        try publication.check()
        try requireConnection(or: waitForConnection, for: "Publishing to '\(publication.topic.printable())'")
        let now = ContinuousClock.now
        let order = MQTTPublishOrder(
            id: inbox.newID(),
            publication: publication,
            sendDeadline: now + min(waitForConnection, timeout),
            answerDeadline: now + timeout,
            reply: Reply()
        )
        // It leaves before anybody could take it back.
        if Task.isCancelled { throw MQTTSessionDriver.cancelled(order) }
        try submit(.publish(order))
        let outcome = await withTaskCancellationHandler {
            await order.reply.result()
        } onCancel: {
            _ = inbox.put(.cancelPublish(id: order.id))
            control.wakeup.raise()
        }
        return try outcome.get()
    }

    /// Subscribes and waits for the broker's consent. The subscription is renewed after every reconnect.
    ///
    /// Several may share a filter: the broker sees one, at the highest QoS asked for.
    /// - Throws: ``MQTTFailure``; ``MQTTFailure/refused(reason:_:)`` where the broker does not allow it.
    public func subscribe(
        to filter: String,
        qos: MQTTQualityOfService = .atLeastOnce,
        timeout: Duration = .seconds(10)
    ) async throws(MQTTFailure) -> MQTTSubscription {
        try MQTTTopic.check(filter: filter)
        try requireConnection(or: timeout, for: "Subscribing to '\(filter.printable())'")
        let id = inbox.newID()
        let subscription = MQTTSubscription(id: id, filter: filter) { [inbox, control] in
            _ = inbox.put(.unsubscribe(id: id))
            control.wakeup.raise()
        }
        let order = MQTTSubscribeOrder(
            id: id,
            filter: filter,
            qos: qos,
            deadline: ContinuousClock.now + timeout,
            feed: subscription.feed,
            reply: Reply()
        )
        try submit(.subscribe(order))
        let outcome = await withTaskCancellationHandler {
            await order.reply.result()
        } onCancel: {
            subscription.cancel()
        }
        try outcome.get()
        return subscription
    }

    private func submit(_ request: MQTTRequest) throws(MQTTFailure) {
        if let refusal = inbox.put(request) { throw refusal }
        desk.serveAtOnce()
    }

    private func requireConnection(or wait: Duration, for what: @autoclosure () -> String) throws(MQTTFailure) {
        switch control.connectionState {
        case .connected: return
        case .connecting where wait > .zero, .waiting where wait > .zero: return
        case .connecting:
            throw .notConnected("\(what()) failed: the connection to the broker is still being made. Try again.")
        case .waiting(let reason): throw .notConnected("\(what()) failed, there is no connection. \(reason.sentence)")
        case .idle: throw .notConnected("\(what()) failed: the MQTT session has not been started.")
        case .stopped: throw .notConnected("\(what()) failed: the MQTT session has been shut down.")
        }
    }
}
