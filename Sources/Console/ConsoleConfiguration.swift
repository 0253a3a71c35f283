import Domain

/// Where the console listens.
public struct ConsoleConfiguration: Hashable, Sendable {
    /// A host name or an address. Anything but loopback needs ``certificate``.
    public var host: String
    /// 0 for a port of the system's choice.
    public var port: Int
    /// For TLS 1.2 or newer; `nil` for HTTP in the clear.
    public var certificate: ServerCertificate?
    /// Silence on a connection before it is closed, between requests and within one.
    package var idleTimeout = ConsoleLimits.idleTimeout

    public init(host: String = "127.0.0.1", port: Int = 8_420, certificate: ServerCertificate? = nil) {
        self.host = host
        self.port = port
        self.certificate = certificate
    }

    var isLoopback: Bool {
        if host == "localhost" || host == "::1" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    /// Refuses what would put tokens on a network in the clear.
    func check() throws(OperatorError) {
        guard isLoopback || certificate != nil else {
            throw OperatorError(
                attempted: "listen on \(host)",
                reason: "tokens would cross the network in the clear",
                remedy: "listen on 127.0.0.1, or configure a certificate and its key"
            )
        }
        guard (0...65_535).contains(port) else {
            throw OperatorError(
                attempted: "listen on \(host)",
                reason: "\(port) is no port",
                remedy: "use a number from 1 to 65535, or 0 for any free port"
            )
        }
    }
}

/// The files of a server's certificate, PEM: the chain with the server's own certificate first, and its private key.
public struct ServerCertificate: Hashable, Sendable {
    public var certificateFile: String
    public var keyFile: String

    public init(certificateFile: String, keyFile: String) {
        self.certificateFile = certificateFile
        self.keyFile = keyFile
    }
}
