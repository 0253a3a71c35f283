public import Ports

/// The outside parties that an operator configured, by name. An action reaches nothing else.
public struct Connections: Sendable {
    public var brokers: [String: BrokerConnection]
    public var registries: [String: any DeviceRegistry]
    public var webhooks: [String: WebhookConnection]
    public var apis: [String: HTTPConnection]

    public init(
        brokers: [String: BrokerConnection] = [:],
        registries: [String: any DeviceRegistry] = [:],
        webhooks: [String: WebhookConnection] = [:],
        apis: [String: HTTPConnection] = [:]
    ) {
        self.brokers = brokers
        self.registries = registries
        self.webhooks = webhooks
        self.apis = apis
    }

    /// - Precondition: the playbook was checked against these connections, so the name is one of them.
    func broker(_ name: String?) -> BrokerConnection { Self.known(name, in: brokers) }
    func registry(_ name: String?) -> any DeviceRegistry { Self.known(name, in: registries) }
    func webhook(_ name: String?) -> WebhookConnection { Self.known(name, in: webhooks) }
    func api(_ name: String?) -> HTTPConnection { Self.known(name, in: apis) }

    private static func known<Connection>(_ name: String?, in all: [String: Connection]) -> Connection {
        guard let name, let connection = all[name] else {
            preconditionFailure("a playbook compiles only with the connections that there are: \(name ?? "none")")
        }
        return connection
    }
}
