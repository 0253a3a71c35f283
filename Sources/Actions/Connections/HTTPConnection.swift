public import Domain
public import Transport

/// An HTTP API that a playbook's requests go to. The credentials are bound to this destination.
public struct HTTPConnection: Sendable {
    public let name: String
    /// What stands before the path of a request: absolute, `https` (or `http` to an address that
    /// ``allowsPrivateAddresses`` covers), without a query.
    public let url: String
    /// The value of the header `authorization`, such as `Bearer …`.
    public let authorization: Secret?
    public let tls: TLSFiles
    /// Whether it may stand on a loopback, private or link-local address.
    public let allowsPrivateAddresses: Bool
    public let client: HTTPClient

    public init(
        name: String,
        url: String,
        authorization: Secret?,
        tls: TLSFiles,
        allowsPrivateAddresses: Bool,
        client: HTTPClient
    ) {
        self.name = name
        self.url = url
        self.authorization = authorization
        self.tls = tls
        self.allowsPrivateAddresses = allowsPrivateAddresses
        self.client = client
    }
}
