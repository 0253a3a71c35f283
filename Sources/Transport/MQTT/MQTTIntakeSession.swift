/// Takes messages from a broker so that none is lost: each is acknowledged only after it has been kept.
///
/// What has arrived together is handed over together, and its acknowledgements are written after the handler has
/// returned. Where the handler throws, the process dies or the task is cancelled first, nothing is written: the
/// broker delivers those messages again, so the handler sees a message at least once. Needs a session that the broker
/// keeps: ``MQTTSettings/cleanStart`` false and ``MQTTSettings/sessionExpiry`` above the longest absence.
/// Subscriptions are at QoS 1, and a broker that grants less is left; a message published at QoS 0 has no acknowledgement
/// and can be lost.
public final class MQTTIntakeSession: Sendable {
    private let settings: MQTTSettings
    private let filters: [String]
    private let control = MQTTControl()

    /// - Throws: ``MQTTFailure/invalid(_:)``, also where the settings ask for a session that the broker forgets.
    public init(_ settings: MQTTSettings, filters: [String]) throws(MQTTFailure) {
        try settings.check()
        for filter in filters { try MQTTTopic.check(filter: filter) }
        guard !settings.cleanStart, settings.sessionExpiry > .zero else {
            throw .invalid(
                "An MQTT intake needs a session that the broker keeps: no clean start, and an expiry above zero."
            )
        }
        self.settings = settings
        self.filters = filters
    }

    deinit { control.stop() }

    public var connectionState: MQTTConnectionState { control.connectionState }

    /// The state now and after every change; ends with ``MQTTConnectionState/stopped``.
    public func connectionStates() -> AsyncStream<MQTTConnectionState> { control.connectionStates() }

    /// Connects, and hands over batches until ``shutdown()`` is called, or the task is cancelled: then a batch that is
    /// being handled is not acknowledged. To be called once.
    ///
    /// Batches come one after the other, in the task of the caller, and hold ``MQTTSettings/receiveMaximum`` messages or
    /// little more. While the handler runs nothing is read or written: one that takes longer than one and a half times
    /// the keep alive loses the connection, and its batch comes again.
    /// - Parameter handle: returns when the batch has been kept; throws where it could not be.
    public func run(_ handle: ([MQTTMessage]) async throws -> Void) async {
        precondition(control.claimStart() || control.isStopping, "an intake session runs once")
        guard !control.isStopping else { return }
        let exchange = MQTTBatchExchange(control)
        MQTTLoop.start(settings, control, MQTTDesk(MQTTIntakeDriver(filters: filters, exchange: exchange), control))
        await withTaskCancellationHandler {
            for await batch in exchange.batches {
                do {
                    try await handle(batch)
                    exchange.answer(.kept)
                } catch {
                    exchange.answer(.failed("\(error)".printable()))
                }
            }
            await control.waitUntilStopped()
        } onCancel: {
            control.stop(abandoningBatch: true)
        }
    }

    /// Ends ``run(_:)`` in good order: a batch that is being handled is waited for and acknowledged. Returns when the
    /// thread has ended.
    public func shutdown() async {
        control.stop()
        await control.waitUntilStopped()
    }
}
