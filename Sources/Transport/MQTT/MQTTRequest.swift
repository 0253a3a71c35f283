/// What a task asks of the session.
enum MQTTRequest: Sendable {
    case publish(MQTTPublishOrder)
    case cancelPublish(id: UInt64)
    case subscribe(MQTTSubscribeOrder)
    case unsubscribe(id: UInt64)
}

/// A message together with the task that waits for its receipt.
struct MQTTPublishOrder: Sendable {
    let id: UInt64
    let publication: MQTTPublication
    /// Until when it may wait for a connection.
    let sendDeadline: ContinuousClock.Instant
    /// Until when the acknowledgement is awaited.
    let answerDeadline: ContinuousClock.Instant
    let reply: Reply<PublishReceipt, MQTTFailure>
}

/// A subscription together with the task that waits for the broker's consent.
struct MQTTSubscribeOrder: Sendable {
    let id: UInt64
    let filter: String
    let qos: MQTTQualityOfService
    let deadline: ContinuousClock.Instant
    let feed: MQTTSubscription.Feed
    let reply: Reply<Void, MQTTFailure>
}
