import Glibc

/// The thread of one session: connects, moves bytes, reconnects, until it is told to stop.
struct MQTTLoop {
    private let settings: MQTTSettings
    private let control: MQTTControl
    private let desk: MQTTDesk
    private let clock = ContinuousClock()
    private let tickInterval = Duration.seconds(1)
    /// How long taking leave may take.
    private let farewellMax = Duration.seconds(1)

    /// Starts the thread.
    static func start(_ settings: MQTTSettings, _ control: MQTTControl, _ desk: MQTTDesk) {
        DedicatedThread.start(named: "cordon-mqtt") {
            MQTTLoop(settings: settings, control: control, desk: desk).run()
        }
    }

    private func run() {
        var failures = 0
        var family = MQTTAddressFamily.asResolved
        while !control.isStopping {
            control.advance(to: .connecting)
            let start = clock.now
            let reason = serve(family)
            let wasConnected = desk.drop(reason)
            guard let reason else { break }
            // A connection that is refused or dropped again and again must not come back at full speed.
            let hadHeld = wasConnected && (reason.cause == .lost || clock.now - start >= settings.backoff.max)
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
        desk.stop()
        control.advance(to: .stopped)
    }

    /// - Returns: why the connection ended, or `nil` where we were told to stop.
    private func serve(_ family: MQTTAddressFamily) -> MQTTDisconnection? {
        if let failed = desk.open(settings, family) { return failed }
        let connectDeadline = clock.now + settings.connectTimeout
        var nextTick = clock.now + tickInterval
        while !control.isStopping {
            wait(for: desk.watch(until: nextTick))
            if let ended = desk.turn(messagesMax: Int(settings.receiveMaximum)) {
                return control.isStopping ? nil : ended
            }
            if clock.now >= nextTick {
                if let ended = desk.tick() { return ended }
                nextTick = clock.now + tickInterval
            }
            if clock.now >= connectDeadline, let late = desk.timeout(after: settings.connectTimeout) { return late }
        }
        takeLeave()
        return nil
    }

    private func wait(for watch: MQTTDesk.Watch) {
        var entries = [
            pollfd(fd: watch.socket, events: watch.events, revents: 0),
            pollfd(fd: control.wakeup.descriptor, events: Int16(POLLIN), revents: 0),
        ]
        _ = poll(&entries, 2, (watch.deadline - clock.now).pollMilliseconds)
        if entries[1].revents != 0 { control.wakeup.lower() }
    }

    private func rest(for pause: Duration) {
        let end = clock.now + pause
        while !control.isStopping, clock.now < end {
            let deadline = min(end, desk.serveUnconnected() ?? end)
            control.wakeup.wait(atMost: deadline - clock.now)
        }
    }

    private func takeLeave() {
        guard desk.beginFarewell() else { return }
        let end = clock.now + farewellMax
        while let socket = desk.writeFarewell(), clock.now < end {
            var entry = pollfd(fd: socket, events: Int16(POLLOUT), revents: 0)
            _ = poll(&entry, 1, (end - clock.now).pollMilliseconds)
        }
    }
}
