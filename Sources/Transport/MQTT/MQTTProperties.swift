/// What travels beside the payload of an MQTT 5 message.
public struct MQTTProperties: Hashable, Sendable {
    public struct UserProperty: Hashable, Sendable {
        public var name: String
        public var value: String

        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    public var contentType: String?
    public var responseTopic: String?
    public var correlationData: [UInt8]?
    /// In the order of the wire; a name may come more than once.
    public var userProperties: [UserProperty]
    /// How long a broker may hold the message for somebody who is away; whole seconds on the wire.
    public var expiry: Duration?

    public init(
        contentType: String? = nil,
        responseTopic: String? = nil,
        correlationData: [UInt8]? = nil,
        userProperties: [UserProperty] = [],
        expiry: Duration? = nil
    ) {
        self.contentType = contentType
        self.responseTopic = responseTopic
        self.correlationData = correlationData
        self.userProperties = userProperties
        self.expiry = expiry
    }
}
