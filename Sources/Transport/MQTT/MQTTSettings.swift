/// How to reach a broker, and as whom.
public struct MQTTSettings: Sendable {
    public var host: String
    public var port: UInt16
    /// Unique at the broker: a second session with the same id throws the first one out.
    public var clientID: String
    /// `nil` for a connection in the clear.
    public var tls: TLSFiles?
    public var credentials: MQTTCredentials?
    /// Whether the broker forgets what it kept of an earlier session with this id.
    public var cleanStart: Bool
    /// How long the broker keeps subscriptions and waiting messages after we are gone; whole seconds.
    public var sessionExpiry: Duration
    /// QoS 1 messages the broker may send us ahead of our acknowledgements.
    public var receiveMaximum: UInt16
    /// Longest silence on the connection, 5 s to 65,535 s.
    public var keepAlive: Duration
    /// From the start of a connection to the broker's word that it is accepted.
    public var connectTimeout: Duration
    public var backoff: ReconnectBackoff
    /// Larger messages are not sent to us: the broker drops them, as MQTT 5 has it. Bounds our memory.
    public var packetBytesMax: UInt32

    public init(
        host: String,
        port: UInt16 = 1883,
        clientID: String,
        tls: TLSFiles? = nil,
        credentials: MQTTCredentials? = nil,
        cleanStart: Bool = true,
        sessionExpiry: Duration = .zero,
        receiveMaximum: UInt16 = 256,
        keepAlive: Duration = .seconds(30),
        connectTimeout: Duration = .seconds(10),
        backoff: ReconnectBackoff = ReconnectBackoff(),
        packetBytesMax: UInt32 = 1_048_576
    ) {
        self.host = host
        self.port = port
        self.clientID = clientID
        self.tls = tls
        self.credentials = credentials
        self.cleanStart = cleanStart
        self.sessionExpiry = sessionExpiry
        self.receiveMaximum = receiveMaximum
        self.keepAlive = keepAlive
        self.connectTimeout = connectTimeout
        self.backoff = backoff
        self.packetBytesMax = packetBytesMax
    }

    /// - Throws: ``MQTTFailure/invalid(_:)`` naming the first setting that cannot be used.
    func check() throws(MQTTFailure) {
        guard !host.isEmpty, !host.utf8.contains(0) else {
            throw .invalid("The broker's host is empty or holds a NUL. Write a host name or an address.")
        }
        guard port > 0 else { throw .invalid("The broker's port is 0. MQTT uses 1883, MQTT over TLS 8883.") }
        guard !clientID.isEmpty, !clientID.utf8.contains(0), clientID.utf8.count <= 65_535 else {
            throw .invalid("The MQTT client id is empty or cannot be sent. Give each session an id of its own.")
        }
        guard (Duration.seconds(5)...Duration.seconds(65_535)).contains(keepAlive) else {
            throw .invalid("The MQTT keep alive is \(keepAlive); it must be between 5 s and 65,535 s.")
        }
        guard receiveMaximum > 0, packetBytesMax > 0 else {
            throw .invalid("The MQTT receive maximum and the packet size must be above 0.")
        }
    }
}

extension Duration {
    /// As MQTT's four-byte properties take it: rounded up, the largest number meaning "never".
    var mqttSeconds: UInt32 {
        guard self > .zero else { return 0 }
        let (seconds, attoseconds) = components
        return UInt32(clamping: attoseconds > 0 ? seconds + 1 : seconds)
    }
}
