import Foundation
import Testing
import Transport

@Suite(.timeLimit(.minutes(1)), .enabled(if: Mosquitto.isInstalled)) struct MQTTOverTLSTests {
    let certificates: TestCertificates

    init() throws { certificates = try TestCertificates() }

    @Test func `a broker of our authority is trusted, with a client certificate where it asks for one`() async throws {
        let broker = try broker("require_certificate true\nuse_identity_as_username true")
        defer { broker.kill() }
        var settings = broker.settings("one")
        settings.tls = TLSFiles(
            caFile: certificates.authority,
            certificateFile: certificates.certificate("client"),
            keyFile: certificates.key("client")
        )
        let session = try MQTTSession(settings)
        session.start()
        await session.connected()
        let subscription = try await session.subscribe(to: "a")
        _ = try await session.publish(MQTTPublication(topic: "a", payload: [UInt8](repeating: 7, count: 300_000)))
        var messages = subscription.makeAsyncIterator()
        #expect(await messages.next()?.payload.count == 300_000)
        await session.shutdown()
    }

    /// OpenSSL reads a whole record: after the first message of it, the socket shows nothing of the others.
    @Test func `messages that come in one record of TLS all arrive`() async throws {
        let broker = try OneRecordBroker(certificates, messages: 200)
        defer { broker.kill() }
        let session = try MQTTSession(
            MQTTSettings(
                host: "127.0.0.1",
                port: broker.port,
                clientID: "one",
                tls: TLSFiles(caFile: certificates.authority),
                // The server is not told to be ready: the first attempts may come too early.
                backoff: ReconnectBackoff(base: .milliseconds(20), max: .milliseconds(100))
            )
        )
        session.start()
        await session.connected()
        let subscription = try await session.subscribe(to: "a")
        var seen: [UInt8] = []
        for await message in subscription {
            seen += message.payload
            if seen.count == 200 { break }
        }
        #expect(seen == Array(0..<200))
        await session.shutdown()
    }

    @Test func `a broker of an unknown authority is refused`() async throws {
        let broker = try broker("allow_anonymous true")
        defer { broker.kill() }
        let reason = try await disconnection(from: broker, TLSFiles())
        #expect(reason?.cause == .tls, "\(String(describing: reason))")
        #expect(reason?.sentence.contains("certificate verify failed") == true)
    }

    @Test func `a broker with a certificate for another name is refused`() async throws {
        let broker = try broker("allow_anonymous true")
        defer { broker.kill() }
        let reason = try await disconnection(from: broker, TLSFiles(caFile: certificates.authority), host: "localhost")
        #expect(reason?.cause == .tls, "\(String(describing: reason))")
    }

    @Test func `a TLS file that is missing is told`() async throws {
        let broker = try broker("allow_anonymous true")
        defer { broker.kill() }
        let reason = try await disconnection(from: broker, TLSFiles(caFile: "/nowhere/ca.pem"))
        #expect(reason?.cause == .settings)
    }

    @Test(arguments: [false, true]) func `a connection that does not come about at once is waited for`(
        _ usesTLS: Bool
    ) async throws {
        let broker = try usesTLS ? broker("allow_anonymous true") : Mosquitto()
        defer { broker.kill() }
        let relay = MQTTRelay(to: broker.port, acceptsAtOnce: false)
        defer { relay.stop() }
        var settings = broker.settings("one", port: relay.port)
        settings.tls = usesTLS ? TLSFiles(caFile: certificates.authority) : nil
        // Longer than the test may take: a second attempt would hide that the first one got stuck.
        settings.connectTimeout = .seconds(120)
        let session = try MQTTSession(settings)
        session.start()
        // The first packet meets a full queue; the system sends it again after a second. Where the queue had room after
        // all, there is nothing to see.
        for _ in 0..<2_000 {
            if LoopbackSocket.isConnecting(to: relay.port) { break }
            await Task.yield()
        }
        relay.startAccepting()
        await session.connected()
        #expect(try await session.publish(MQTTPublication(topic: "a", payload: [])).hasSubscribers == false)
        await session.shutdown()
    }

    // Taught by an engine whose broker was down: the TLS library had taken the refusal away, and the loop spun for ever.
    @Test(arguments: ["127.0.0.1", "localhost"]) func `a refused connection is told at once, over TLS too`(
        _ host: String
    ) async throws {
        let reason = try await firstDisconnection(host: host, port: LoopbackSocket.freePort())
        #expect(reason?.cause == .connect, "\(String(describing: reason))")
    }

    @Test func `a broker that hangs up while TLS is agreed on is told at once`() async throws {
        let (listener, port) = LoopbackSocket.listening()
        let hangingUp = Thread {
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else { return }
                LoopbackSocket.cut(connection)
            }
        }
        hangingUp.start()
        let reason = try await firstDisconnection(host: "127.0.0.1", port: port)
        #expect(reason != nil)
        shutdown(listener, Int32(SHUT_RDWR))
    }

    private func firstDisconnection(host: String, port: UInt16) async throws -> MQTTDisconnection? {
        var settings = MQTTSettings(host: host, port: port, clientID: "one")
        settings.tls = TLSFiles(caFile: certificates.authority)
        // Longer than the test may take: a time-out would hide that the loop got stuck.
        settings.connectTimeout = .seconds(120)
        let session = try MQTTSession(settings)
        session.start()
        var reason: MQTTDisconnection?
        for await state in session.connectionStates() {
            guard case .waiting(let why) = state else { continue }
            reason = why
            break
        }
        await session.shutdown()
        return reason
    }

    private func broker(_ lines: String) throws -> Mosquitto {
        try Mosquitto(
            """
            cafile \(certificates.authority)
            certfile \(certificates.certificate("server"))
            keyfile \(certificates.key("server"))
            \(lines)
            """
        )
    }

    private func disconnection(
        from broker: Mosquitto,
        _ tls: TLSFiles,
        host: String = "127.0.0.1"
    ) async throws -> MQTTDisconnection? {
        var settings = broker.settings("one")
        settings.host = host
        settings.tls = tls
        let session = try MQTTSession(settings)
        session.start()
        defer { Task { await session.shutdown() } }
        for await state in session.connectionStates() {
            // A host with addresses of two families is tried once at each.
            if case .waiting(let reason) = state, reason.cause != .connect { return reason }
        }
        return nil
    }
}
