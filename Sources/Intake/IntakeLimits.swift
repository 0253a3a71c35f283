/// Bounds of what a delivery may hold, beside its size (`Limits.eventBytesMax`).
enum IntakeLimits {
    /// Bytes of an id, a source, a type or a name. They become keys, log lines and audit entries; the longest in use,
    /// an ARN with an id behind it, has some 300.
    static let textBytesMax = 1_024
    /// Events of one delivery, or of several that are taken in together: they must fit the engine's inbox together.
    static let eventsMax = 1_000
    /// Bytes of memory of the events that are read ahead of the inbox, but for the last of them.
    static let partBytesMax = 4 * 1024 * 1024
    /// Bytes of a link that is shown to the operator. Those of SNS have some 450.
    static let linkBytesMax = 2_048
}
