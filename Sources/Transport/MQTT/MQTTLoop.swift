import Glibc

/// The thread of one session: connects, moves bytes, reconnects, until it is told to stop.
///
/// The order within a turn is what makes acknowledgements wait: read all there is, let the driver handle it, only then
/// write.
struct MQTTLoop {
    private let settings: MQTTSettings
    private let control: MQTTControl
    private let driver: any MQTTLoopDriver
    private let clock = ContinuousClock()
    private let tickInterval = Duration.seconds(1)
    /// How long taking leave may take.
    private let farewellMax = Duration.seconds(1)

    /// Starts the thread; the driver is made on it and stays there.
    static func start(
        _ settings: MQTTSettings,
        _ control: MQTTControl,
        makeDriver: @escaping @Sendable () -> any MQTTLoopDriver
    ) {
        DedicatedThread.start(named: "cordon-mqtt") {
            MQTTLoop(settings: settings, control: control, driver: makeDriver()).run()
        }
    }

    private func run() {
        var failures = 0
        var family = MQTTAddressFamily.asResolved
        while !control.isStopping {
            control.advance(to: .connecting)
            let link = MQTTLink(settings)
            let start = clock.now
            guard let reason = serve(link, family) else { break }
            driver.linkClosed(reason)
            // A connection that is refused or dropped again and again must not come back at full speed.
            let hadHeld = link.isConnected && (reason.cause == .lost || clock.now - start >= settings.backoff.max)
            failures = hadHeld ? 1 : failures + 1
            let pause = settings.backoff.pause(afterFailures: failures)
            control.advance(to: .waiting(reason))
            if reason.cause == .connect {
                family = family == .asResolved ? .version4 : .asResolved
                // The other family gets its first try without a pause.
                if failures == 1 { continue }
            }
            rest(for: pause)
        }
        driver.stopped()
        control.advance(to: .stopped)
    }

    /// - Returns: why the connection ended, or `nil` where we were told to stop.
    private func serve(_ link: MQTTLink, _ family: MQTTAddressFamily) -> MQTTDisconnection? {
        do throws(MQTTDisconnection) {
            try link.open(family)
        } catch {
            return error
        }
        let connectDeadline = clock.now + settings.connectTimeout
        var nextTick = clock.now + tickInterval
        while !control.isStopping {
            wait(for: link, until: nextTick)
            if let ended = turn(link) { return control.isStopping ? nil : ended }
            if clock.now >= nextTick {
                if let ended = link.tick() { return ended }
                nextTick = clock.now + tickInterval
            }
            if !link.isConnected, clock.now >= connectDeadline {
                return link.disconnection(.timeout, "no answer within \(settings.connectTimeout)")
            }
        }
        takeLeave(link)
        return nil
    }

    /// One round: read, handle, write.
    private func turn(_ link: MQTTLink) -> MQTTDisconnection? {
        let wasConnected = link.isConnected
        let ended = link.read(messagesMax: Int(settings.receiveMaximum))
        let events = link.takeEvents()
        let dropped = events.isEmpty ? nil : driver.handle(events, from: link, isOpen: ended == nil)
        if let reason = ended ?? dropped { return reason }
        if link.isConnected, !wasConnected, case .connected(let sessionPresent, _) = events.first {
            control.advance(to: .connected(sessionPresent: sessionPresent))
        }
        driver.serveRequests(on: link.isConnected ? link : nil)
        guard link.wantsWrite else { return nil }
        driver.willWrite()
        return link.write()
    }

    private func wait(for link: MQTTLink, until tick: ContinuousClock.Instant) {
        let deadline = min(tick, driver.nextDeadline ?? tick)
        var entries = [
            pollfd(fd: link.socket, events: link.pollEvents, revents: 0),
            pollfd(fd: control.wakeup.descriptor, events: Int16(POLLIN), revents: 0),
        ]
        _ = poll(&entries, 2, (deadline - clock.now).pollMilliseconds)
        if entries[1].revents != 0 { control.wakeup.lower() }
    }

    private func rest(for pause: Duration) {
        let end = clock.now + pause
        while !control.isStopping, clock.now < end {
            driver.serveRequests(on: nil)
            let deadline = min(end, driver.nextDeadline ?? end)
            control.wakeup.wait(atMost: deadline - clock.now)
        }
    }

    private func takeLeave(_ link: MQTTLink) {
        guard link.isConnected else { return }
        link.disconnect()
        let end = clock.now + farewellMax
        while link.write() == nil, link.wantsWrite, clock.now < end {
            var entry = pollfd(fd: link.socket, events: Int16(POLLOUT), revents: 0)
            _ = poll(&entry, 1, (end - clock.now).pollMilliseconds)
        }
    }
}
