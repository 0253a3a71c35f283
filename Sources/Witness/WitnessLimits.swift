import Domain

/// Bounds of a witness and of who asks it, with their reasons.
enum WitnessLimits {
    /// Bytes of a request: a note at its largest, and 63 hashes of 45 bytes.
    static let requestBytesMax = 72 * 1_024
    /// From the headers of a request to the end of its body, so that a trickle does not hold a connection for ever.
    static let bodyTimeout: Duration = .seconds(30)
    /// Connections at once: each log needs one.
    static let connectionsMax = 128
    /// Silence on a connection before it is closed.
    static let idleSeconds: Int64 = 60
    /// Bytes of an answer that is read: some lines of 140 bytes.
    static let answerBytesMax = 64 * 1_024
    /// How often the newest checkpoint is looked for, and so the least time between two requests to one witness: each
    /// costs a flush on both sides.
    static let lookInterval: Duration = .seconds(2)
    /// How long a witness is left alone that did not cosign. It doubles each time, up to the maximum.
    static let pauseFirst: Duration = .seconds(2)
    static let pauseMax: Duration = .seconds(300)
    static let requestTimeout: Duration = .seconds(30)
}
