/// One HTTP request, to be sent exactly as it stands.
///
/// Redirects are never followed, cookies never kept, bodies never decompressed, and no proxy is taken from the
/// environment. The path is sent as written: dot segments are not folded.
public struct HTTPRequest: Hashable, Sendable {
    /// Sent as it stands: `GET`, `POST`, `PUT`, `DELETE`, `PATCH`, `HEAD`.
    public var method: String
    /// Absolute, `http` or `https`, without user name or password.
    public var url: String
    public var headers: [HTTPField]
    public var body: [UInt8]
    /// From the start to the last byte of the answer.
    public var timeout: Duration
    /// For resolving, connecting and the TLS handshake; counts towards ``timeout``.
    public var connectTimeout: Duration
    public var tls: TLSFiles
    /// Addresses that were checked for a host, in the form of `CURLOPT_RESOLVE`: `HOST:PORT:ADDRESS[,ADDRESS]`.
    ///
    /// A pin holds for the whole ``HTTPClient`` until another one for the same host and port replaces it.
    public var resolvePins: [String]
    /// For example `http://proxy.example:3128`; `nil` for a direct connection whatever the environment says.
    public var proxy: String?
    /// An answer with a longer body ends as ``HTTPFailure/Cause/responseTooLarge(status:)``.
    public var responseBytesMax: Int

    public init(
        method: String = "GET",
        url: String,
        headers: [HTTPField] = [],
        body: [UInt8] = [],
        timeout: Duration = .seconds(30),
        connectTimeout: Duration = .seconds(10),
        tls: TLSFiles = TLSFiles(),
        resolvePins: [String] = [],
        proxy: String? = nil,
        responseBytesMax: Int = 1_048_576
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout
        self.connectTimeout = connectTimeout
        self.tls = tls
        self.resolvePins = resolvePins
        self.proxy = proxy
        self.responseBytesMax = responseBytesMax
    }
}

/// Headers, URLs and bodies carry credentials, so none of them is printed.
extension HTTPRequest: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "HTTPRequest(\(method.printable()), \(body.count) bytes)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
