import Synchronization

/// Where a session's connection is worked on, by one thread at a time: the loop's, or, while that one waits for the
/// broker, the thread of a task that publishes.
///
/// To wake the loop for a message takes longer than to send it. So a link and a driver lie here, under a lock that only
/// the loop ever waits for.
final class MQTTDesk: Sendable {
    private struct State {
        let driver: any MQTTLoopDriver
        /// Nil while there is no connection.
        var link: MQTTLink?
        /// False before the broker has agreed, and once leave is taken.
        var isOpen = false
        /// Why the connection ended, whoever found out: nothing is sent from then on, until the loop has dropped it.
        var ended: MQTTDisconnection?
        /// When the loop looks again by itself.
        var nextLook: ContinuousClock.Instant?

        /// Does what was asked for, and writes.
        func serve(_ link: MQTTLink) -> MQTTDisconnection? {
            driver.serveRequests(on: link.isConnected ? link : nil)
            guard link.wantsWrite else { return nil }
            driver.willWrite()
            let ended = link.write()
            // A message at QoS 0 is done with once it is written.
            let events = link.takeEvents()
            let dropped = events.isEmpty ? nil : driver.handle(events, from: link, isOpen: ended == nil)
            return ended ?? dropped
        }
    }

    /// What the loop waits for.
    struct Watch {
        let socket: Int32
        /// As `poll` takes them.
        let events: Int16
        let deadline: ContinuousClock.Instant
    }

    private let control: MQTTControl
    private let state: Mutex<State>

    init(_ driver: sending any MQTTLoopDriver, _ control: MQTTControl) {
        self.control = control
        state = Mutex(State(driver: driver))
    }

    // MARK: - What any thread may do

    /// Does what was asked for, where the connection is open and nobody works on it, and otherwise lets the loop do it. What
    /// has arrived is read first, and that is the loop's: an acknowledgement would be lost with a line that breaks.
    func serveAtOnce() {
        let isServed = state.withLockIfAvailable { state in
            guard state.isOpen, state.ended == nil, let link = state.link, !link.isReadable else { return false }
            state.ended = state.serve(link)
            let isInTime = state.nextLook.map { look in state.driver.nextDeadline.map { look <= $0 } ?? true } ?? false
            return state.ended == nil && isInTime && !link.wantsWrite
        }
        if isServed != true { control.wakeup.raise() }
    }
}

// What the loop's thread does.
extension MQTTDesk {
    /// Begins to connect.
    /// - Returns: why nothing will come of it, where that is certain at once.
    func open(_ settings: MQTTSettings, _ family: MQTTAddressFamily) -> MQTTDisconnection? {
        state.withLock { state in
            let link = MQTTLink(settings)
            state.link = link
            do throws(MQTTDisconnection) {
                try link.open(family)
                return nil
            } catch {
                return error
            }
        }
    }

    /// - Precondition: it was opened.
    func watch(until tick: ContinuousClock.Instant) -> Watch {
        state.withLock { state in
            guard let link = state.link else { preconditionFailure("a connection was opened") }
            let deadline = min(tick, state.driver.nextDeadline ?? tick)
            state.nextLook = deadline
            return Watch(socket: link.socket, events: link.pollEvents, deadline: deadline)
        }
    }

    /// One round: read, handle, write.
    ///
    /// The order is what makes acknowledgements wait: read all there is, let the driver handle it, only then write.
    /// - Returns: why the connection ended, or `nil`.
    func turn(messagesMax: Int) -> MQTTDisconnection? {
        state.withLock { state in
            state.nextLook = nil
            guard let link = state.link else { preconditionFailure("a connection was opened") }
            guard state.ended == nil else { return state.ended }
            let wasConnected = link.isConnected
            let ended = link.read(messagesMax: messagesMax)
            let events = link.takeEvents()
            let dropped = events.isEmpty ? nil : state.driver.handle(events, from: link, isOpen: ended == nil)
            state.ended = ended ?? dropped
            guard state.ended == nil else { return state.ended }
            if link.isConnected, !wasConnected, case .connected(let sessionPresent, _) = events.first {
                state.isOpen = true
                control.advance(to: .connected(sessionPresent: sessionPresent))
            }
            state.ended = state.serve(link)
            return state.ended
        }
    }

    /// Keep-alive; to be called about once a second.
    func tick() -> MQTTDisconnection? {
        state.withLock { state in
            if state.ended == nil { state.ended = state.link?.tick() }
            return state.ended
        }
    }

    /// What is said where the broker has not agreed in time; nil where it has.
    func timeout(after duration: Duration) -> MQTTDisconnection? {
        state.withLock { state in
            guard let link = state.link, !link.isConnected else { return nil }
            return link.disconnection(.timeout, "no answer within \(duration)")
        }
    }

    /// Takes leave: nothing is sent after it.
    /// - Returns: whether there is somebody to take leave of.
    func beginFarewell() -> Bool {
        state.withLock { state in
            state.isOpen = false
            guard let link = state.link, link.isConnected else { return false }
            link.disconnect()
            return true
        }
    }

    /// - Returns: the socket, while it still has to take something.
    func writeFarewell() -> Int32? {
        state.withLock { state in
            guard let link = state.link, link.write() == nil, link.wantsWrite else { return nil }
            return link.socket
        }
    }

    /// Gives the connection up.
    /// - Parameter reason: what those who wait are told; nil where ``stop()`` tells them.
    /// - Returns: whether the broker had agreed to it.
    @discardableResult
    func drop(_ reason: MQTTDisconnection?) -> Bool {
        state.withLock { state in
            let hadConnected = state.link?.isConnected ?? false
            state.link = nil
            state.isOpen = false
            state.ended = nil
            if let reason { state.driver.linkClosed(reason) }
            return hadConnected
        }
    }

    /// Does what can be done without a connection.
    /// - Returns: when to look again at the latest.
    func serveUnconnected() -> ContinuousClock.Instant? {
        state.withLock { state in
            state.driver.serveRequests(on: nil)
            return state.driver.nextDeadline
        }
    }

    func stop() {
        state.withLock { $0.driver.stopped() }
    }
}
