/// Bounds of the HTTP server, beside the size of a body (`Limits.eventBytesMax`).
enum ConsoleLimits {
    /// Connections at once. Each costs a file descriptor and some 100 KiB at worst; those beyond wait to be accepted.
    static let connectionsMax = 512
    /// Silence on a connection before it is closed, between requests and within one.
    static let idleTimeout: Duration = .seconds(30)
    /// From the headers of a request to the end of its body, so that a trickle does not hold a connection for ever. Looked
    /// at when something arrives, so that ``idleTimeout`` may come on top.
    static let bodyTimeout: Duration = .seconds(30)
    /// How long a sender may go on sending what will not be read, before its connection is cut.
    static let lingerSeconds: Int64 = 2
    /// Bytes of one header, and of all. The longest that is needed is a token of under 100 bytes.
    static let headerBytesMax = 8 * 1_024
    static let headersBytesMax = 16 * 1_024
    static let headersCountMax = 64
    /// When to come again where the engine is shutting down: a supervisor starts it again within seconds.
    static let closingRetryAfter: Duration = .seconds(5)
    /// Incidents of one answer.
    static let incidentsMax = 500
    static let incidentsDefault = 50
}
