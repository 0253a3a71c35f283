import Actions
import Domain
import Foundation
import Ports
import Registries
import Transport

/// Makes the configured connections. Nothing is connected yet.
struct ConnectionFactory {
    private let settings: Settings

    init(_ settings: Settings) { self.settings = settings }

    func connections() throws(OperatorError) -> Connections {
        var made = Connections()
        let client = HTTPClient()
        for (name, schema) in settings.connections.sorted(by: { $0.key < $1.key }) {
            switch schema {
            case .broker: made.brokers[name] = try broker(name)
            case .webhook: made.webhooks[name] = try webhook(name, client)
            case .http: made.apis[name] = try api(name, client)
            case .registry(let type): made.registries[name] = try registry(name, type)
            }
        }
        return made
    }

    func registry(_ name: String, _ type: any ConfigurableRegistry.Type) throws(OperatorError) -> any DeviceRegistry {
        var values: [String: String] = [:]
        for setting in type.settings {
            guard let text = settings.text("connections", name, setting.name) else { continue }
            values[setting.name] =
                switch setting.shape {
                case .path: settings.folder.path(text)
                case .paths: text.split(separator: ",").map(absolute).joined(separator: ",")
                case .text, .days: text
                }
        }
        let checked = try RegistrySettings(values, for: type)
        return try type.open(checked, Self.surroundings, mayCreate: !settings.hasLog)
    }

    private func absolute(_ path: some StringProtocol) -> String {
        settings.folder.path(path.trimmingCharacters(in: .whitespaces))
    }

    static var surroundings: RegistrySurroundings {
        let clock = SystemSurroundings()
        return RegistrySurroundings(now: { clock.wallClock() }, randomBytes: SystemSurroundings.randomBytes)
    }

    private func broker(_ name: String) throws(OperatorError) -> BrokerConnection {
        let base = try mqtt(name, clientID: settings.text("connections", name, "client_id") ?? "cordon")
        do throws(MQTTFailure) {
            let certificate = base.tls?.certificateFile.flatMap { ClientCertificate.commonName(inFileAt: $0) }
            // Which of them the broker goes by is in its configuration.
            let ownUsers = Set([base.credentials?.username, certificate].compactMap(\.self))
            return BrokerConnection(name: name, session: try MQTTSession(base), ownUsers: ownUsers)
        } catch {
            throw wrong(name, error.sentence)
        }
    }

    /// The session on which events come in is another than the one for commands: a command must not wait behind a
    /// commit of the intake. The broker keeps it while we are away.
    func intake(_ name: String) throws(OperatorError) -> MQTTSettings {
        let id = settings.text("connections", name, "client_id") ?? "cordon"
        var intake = try mqtt(name, clientID: "\(id)-intake")
        intake.cleanStart = false
        intake.sessionExpiry = .seconds(7 * 24 * 3_600)
        return intake
    }

    private func mqtt(_ name: String, clientID: String) throws(OperatorError) -> MQTTSettings {
        let ca = settings.path("connections", name, "ca")
        let port = settings.text("connections", name, "port") ?? (ca == nil ? "1883" : "8883")
        guard let port = UInt16(port), port > 0 else { throw wrong(name, "'port' is no port") }
        return MQTTSettings(
            host: settings.text("connections", name, "host") ?? "",
            port: port,
            clientID: clientID,
            tls: ca.map { ca in
                TLSFiles(
                    caFile: ca,
                    certificateFile: settings.path("connections", name, "certificate"),
                    keyFile: settings.path("connections", name, "key")
                )
            },
            credentials: try credentials(name)
        )
    }

    private func credentials(_ name: String) throws(OperatorError) -> MQTTCredentials? {
        guard let username = settings.text("connections", name, "username") else { return nil }
        guard let file = settings.path("connections", name, "password_file") else {
            return MQTTCredentials(username: username) { nil }
        }
        let secret = try KeyFile(file).readSecret()
        return MQTTCredentials(username: username) { secret.reveal { copy $0 } }
    }

    /// The URL of a connection, and whether it may lead to a private address.
    private func url(_ name: String) throws(OperatorError) -> (url: String, allowsPrivate: Bool) {
        let url = settings.text("connections", name, "url") ?? ""
        let allowsPrivate = settings.text("connections", name, "allow_private") == "true"
        guard url.hasPrefix("https://") || (allowsPrivate && url.hasPrefix("http://")) else {
            throw wrong(name, "'url' is not https; in the clear is for receivers with 'allow_private: true' alone")
        }
        return (url, allowsPrivate)
    }

    private func api(_ name: String, _ client: HTTPClient) throws(OperatorError) -> HTTPConnection {
        let (url, allowsPrivate) = try url(name)
        guard !url.contains("?"), !url.contains("#") else { throw wrong(name, "'url' has a query") }
        let secret = settings.path("connections", name, "authorization_file")
        return HTTPConnection(
            name: name,
            url: url,
            authorization: try secret.map { (file) throws(OperatorError) in try KeyFile(file).readSecret() },
            tls: TLSFiles(
                caFile: settings.path("connections", name, "ca"),
                certificateFile: settings.path("connections", name, "certificate"),
                keyFile: settings.path("connections", name, "key")
            ),
            allowsPrivateAddresses: allowsPrivate,
            client: client
        )
    }

    private func webhook(_ name: String, _ client: HTTPClient) throws(OperatorError) -> WebhookConnection {
        let (url, allowsPrivate) = try url(name)
        return WebhookConnection(
            name: name,
            url: url,
            secret: try KeyFile(settings.path("connections", name, "secret_file") ?? "").readSecret(),
            tls: TLSFiles(caFile: settings.path("connections", name, "ca")),
            allowsPrivateAddresses: allowsPrivate,
            client: client
        )
    }

    private func wrong(_ name: String, _ reason: String) -> OperatorError {
        OperatorError(
            attempted: "set up the connection '\(name)'",
            reason: reason,
            remedy: "correct 'connections.\(name)' in \(ConfigurationFile.name)"
        )
    }
}
