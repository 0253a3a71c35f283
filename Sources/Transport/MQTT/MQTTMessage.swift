/// A message as a broker delivered it.
public struct MQTTMessage: Hashable, Sendable {
    public let topic: String
    public let payload: [UInt8]
    public let qos: MQTTQualityOfService
    /// The broker had kept it: it may be old.
    public let isRetained: Bool
    public let properties: MQTTProperties

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
}
