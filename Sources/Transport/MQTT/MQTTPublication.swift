/// A message to publish.
public struct MQTTPublication: Hashable, Sendable {
    public var topic: String
    public var payload: [UInt8]
    public var qos: MQTTQualityOfService
    /// Whether the broker keeps it for later subscribers. A command must not be kept.
    public var isRetained: Bool
    public var properties: MQTTProperties

    public init(
        topic: String,
        payload: [UInt8],
        qos: MQTTQualityOfService = .atLeastOnce,
        isRetained: Bool = false,
        properties: MQTTProperties = MQTTProperties()
    ) {
        self.topic = topic
        self.payload = payload
        self.qos = qos
        self.isRetained = isRetained
        self.properties = properties
    }

    func check() throws(MQTTFailure) {
        try MQTTTopic.check(topic)
        try properties.check()
        guard payload.count <= 268_435_455 else {
            throw .invalid("Publishing to '\(topic.printable())' is not possible: MQTT carries 256 MiB at most.")
        }
    }
}
