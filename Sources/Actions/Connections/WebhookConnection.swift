public import Domain
public import Transport

/// A receiver of webhooks. The secret is bound to this destination.
public struct WebhookConnection: Sendable {
    public let name: String
    /// Absolute, `https` (or `http` to an address that ``allowsPrivateAddresses`` covers).
    public let url: String
    /// `whsec_` and base64, as Standard Webhooks shows it.
    public let secret: Secret
    public let tls: TLSFiles
    /// Whether it may stand on a loopback, private or link-local address. Off unless the operator says so: an address
    /// that leads inside is how an outsider would make us his hands.
    public let allowsPrivateAddresses: Bool
    public let client: HTTPClient

    public init(
        name: String,
        url: String,
        secret: Secret,
        tls: TLSFiles,
        allowsPrivateAddresses: Bool,
        client: HTTPClient
    ) {
        self.name = name
        self.url = url
        self.secret = secret
        self.tls = tls
        self.allowsPrivateAddresses = allowsPrivateAddresses
        self.client = client
    }
}
