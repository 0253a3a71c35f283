import Playbooks
import Registries

/// What `connections.<name>` may say, by its `kind`.
enum ConnectionSchema {
    case broker
    case webhook
    case http
    case registry(any ConfigurableRegistry.Type)

    struct Key {
        let name: String
        let isRequired: Bool
        let summary: String

        init(_ name: String, isRequired: Bool = false, _ summary: String) {
            self.name = name
            self.isRequired = isRequired
            self.summary = summary
        }
    }

    static var all: [Self] { [.broker, .webhook, .http] + BuiltInRegistries.all.map(Self.registry) }

    /// What stands after `kind:`.
    var word: String {
        switch self {
        case .broker: "broker"
        case .webhook: "webhook"
        case .http: "http"
        case .registry(let type): type.kind
        }
    }

    var kind: ConnectionKind {
        switch self {
        case .broker: .broker
        case .webhook: .webhook
        case .http: .http
        case .registry: .registry
        }
    }

    var keys: [Key] {
        switch self {
        case .broker:
            [
                Key("host", isRequired: true, "name or address of the broker"),
                Key("port", "1883, or 8883 over TLS, unless given"),
                Key("client_id", "cordon unless given; each engine needs its own"),
                Key("ca", "the authority that vouches for the broker, a PEM file: turns TLS on"),
                Key("certificate", "our client certificate, a PEM file"),
                Key("key", "its key, a PEM file of mode 0600"),
                Key("username", "where the broker asks for one"),
                Key("password_file", "a file of mode 0600 with the password"),
            ]
        case .webhook:
            [
                Key("url", isRequired: true, "absolute, https"),
                Key("secret_file", isRequired: true, "a file of mode 0600 with the whsec_… that the receiver knows"),
                Key("ca", "the authority that vouches for the receiver, a PEM file; the system's unless given"),
                Key("allow_private", "true where the receiver stands on a loopback or private address"),
            ]
        case .http:
            [
                Key("url", isRequired: true, "what stands before the path of a request: absolute, https"),
                Key("authorization_file", "a file of mode 0600 with the header's value, such as Bearer …"),
                Key("ca", "the authority that vouches for the server, a PEM file; the system's unless given"),
                Key("certificate", "our client certificate, a PEM file"),
                Key("key", "its key, a PEM file of mode 0600"),
                Key("allow_private", "true where the server stands on a loopback or private address"),
            ]
        case .registry(let type):
            type.settings.map { Key($0.name, isRequired: $0.defaultValue == nil, $0.summary) }
        }
    }
}
