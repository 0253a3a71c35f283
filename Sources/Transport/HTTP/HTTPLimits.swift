/// The bounds of one ``HTTPClient``, with their reasons.
public struct HTTPLimits: Hashable, Sendable {
    /// Requests that are under way or waiting for a connection. Above this a request is refused, not queued.
    public var requestsMax = 1_024
    /// Open connections. Each costs a descriptor and, with TLS, some tens of kilobytes.
    public var connectionsMax = 128
    /// Open connections to one host: more would make us the attack that it has to weather.
    public var connectionsPerHostMax = 16
    /// Idle connections that are kept for reuse.
    public var idleConnectionsMax = 64
    /// Bytes of all header lines of one answer.
    public var responseHeaderBytesMax = 65_536

    public init() {}
}
