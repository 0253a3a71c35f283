/// What a kind of session does with a connection. The loop moves the bytes; the driver gives them meaning.
///
/// Its functions are called at the ``MQTTDesk``, by one thread at a time.
protocol MQTTLoopDriver: AnyObject {
    /// When to be called again at the latest.
    var nextDeadline: ContinuousClock.Instant? { get }

    /// Takes what was read.
    ///
    /// Acknowledgements of these messages leave after it returns `nil`, and never where it returns something.
    /// - Parameters:
    ///   - events: in the order of the wire; never empty.
    ///   - link: as the events left it.
    ///   - isOpen: false where the connection ended while it was read.
    /// - Returns: why to drop the connection, or `nil` to go on.
    func handle(_ events: [MQTTEvent], from link: MQTTLink, isOpen: Bool) -> MQTTDisconnection?

    /// Does what others have asked for since, as far as it can be done.
    /// - Parameter link: the connection, or `nil` while there is none.
    func serveRequests(on link: MQTTLink?)

    /// From here on a queued packet may have left.
    func willWrite()

    func linkClosed(_ reason: MQTTDisconnection)

    /// Nothing will be called after this.
    func stopped()
}
