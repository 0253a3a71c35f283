public import Domain

/// What came, as its carrier brought it: nothing of it has been looked into.
public struct Arrival: Sendable {
    public let body: [UInt8]
    /// As the carrier wrote it; nil where it has no word for it, as MQTT 3.
    public let contentType: String?
    /// Headers of HTTP, or user properties of MQTT.
    public let fields: [Field]
    /// For an event that does not say when it happened.
    public let arrived: Instant

    public struct Field: Hashable, Sendable {
        public let name: String
        public let value: String

        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    public init(body: [UInt8], contentType: String?, fields: [Field] = [], arrived: Instant) {
        self.body = body
        self.contentType = contentType
        self.fields = fields
        self.arrived = arrived
    }

    /// The fields that a format reads. The others, a token among them, are nobody's business and are kept nowhere.
    public var telling: [Field] {
        fields.filter { field in
            let name = field.name.lowercased()
            return name.hasPrefix("ce-") || name.hasPrefix("x-amz-sns-")
        }
    }
}
