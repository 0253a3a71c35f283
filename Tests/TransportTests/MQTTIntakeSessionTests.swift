import Synchronization
import Testing
import Transport

@Suite(.timeLimit(.minutes(1)), .enabled(if: Mosquitto.isInstalled)) struct MQTTIntakeSessionTests {
    struct NotKept: Error {}

    @Test func `a batch is acknowledged only after its handler has returned`() async throws {
        let broker = try Mosquitto()
        defer { broker.kill() }
        let relay = MQTTRelay(to: broker.port)
        defer { relay.stop() }
        try await publish(["1", "2", "3"], to: broker, forSession: "intake")
        let intake = try MQTTIntakeSession(broker.intakeSettings("intake", port: relay.port), filters: ["events/#"])
        let kept = Counter()
        var handled: [String] = []
        for await payloads in batches(
            of: intake,
            { batch in
                let acknowledged = relay.sent.filter { $0 == .puback }.count
                #expect(acknowledged <= kept.value)
                for _ in batch { _ = kept.next() }
            }
        ) {
            handled += payloads
            if handled.count == 3 { break }
        }
        #expect(handled == ["1", "2", "3"])
        for _ in 1...3 { await relay.arrival(of: .puback) }
        await intake.shutdown()
        #expect(try await waiting(at: broker, forSession: "intake") == [])
    }

    @Test func `a session dropped before its handler returned gets the batch again`() async throws {
        let broker = try Mosquitto()
        defer { broker.kill() }
        try await publish(["1", "2"], to: broker, forSession: "intake")
        let intake = try MQTTIntakeSession(broker.intakeSettings("intake"), filters: ["events/#"])
        let (begun, beginning) = AsyncStream.makeStream(of: Void.self)
        let task = Task {
            await intake.run { _ in
                beginning.yield()
                // Nothing ends this but the cancellation of the task.
                for await _ in AsyncStream<Void>.makeStream().stream {}
                try Task.checkCancellation()
            }
        }
        var beginnings = begun.makeAsyncIterator()
        await beginnings.next()
        task.cancel()
        await task.value
        #expect(try await waiting(at: broker, forSession: "intake") == ["1", "2"])
    }

    @Test func `a handler that throws gets the batch again on a new connection`() async throws {
        let broker = try Mosquitto()
        defer { broker.kill() }
        let relay = MQTTRelay(to: broker.port)
        defer { relay.stop() }
        try await publish(["1", "2"], to: broker, forSession: "intake")
        let intake = try MQTTIntakeSession(broker.intakeSettings("intake", port: relay.port), filters: ["events/#"])
        let attempts = Counter()
        var handled: [String] = []
        for await payloads in batches(
            of: intake,
            { _ in
                if attempts.next() == 1 {
                    #expect(!relay.sent.contains(.puback))
                    throw NotKept()
                }
            }
        ) {
            handled += payloads
            if handled.count == 2 { break }
        }
        #expect(handled == ["1", "2"])
        #expect(relay.sent.filter { $0 == .connect }.count >= 2)
        await intake.shutdown()
    }

    @Test func `a line cut while the handler runs brings the batch again`() async throws {
        let broker = try Mosquitto()
        defer { broker.kill() }
        let relay = MQTTRelay(to: broker.port)
        defer { relay.stop() }
        try await publish(["1"], to: broker, forSession: "intake")
        let intake = try MQTTIntakeSession(broker.intakeSettings("intake", port: relay.port), filters: ["events/#"])
        let attempts = Counter()
        var handled: [String] = []
        for await payloads in batches(of: intake, { _ in if attempts.next() == 1 { relay.cut() } }) {
            handled += payloads
            if handled.count == 2 { break }
        }
        #expect(handled == ["1", "1"])
        await intake.shutdown()
    }

    @Test func `a flood arrives whole, in order, in batches`() async throws {
        let broker = try Mosquitto("allow_anonymous true\nmax_queued_messages 10000")
        defer { broker.kill() }
        let expected = (0..<3_000).map(String.init)
        try await publish(expected, to: broker, forSession: "intake")
        let intake = try MQTTIntakeSession(broker.intakeSettings("intake"), filters: ["events/#"])
        var handled: [String] = []
        var batchCount = 0
        for await payloads in batches(of: intake, { _ in }) {
            handled += payloads
            batchCount += 1
            if handled.count >= expected.count { break }
        }
        let isWhole = handled == expected
        #expect(isWhole, "\(handled.count) messages")
        #expect(batchCount < expected.count / 2)
        await intake.shutdown()
    }

    @Test func `a filter that the broker refuses is told and not taken for silence`() async throws {
        let folder = try TemporaryFolder()
        let broker = try Mosquitto(
            """
            allow_anonymous true
            per_listener_settings false
            plugin /usr/lib/x86_64-linux-gnu/mosquitto_dynamic_security.so
            plugin_opt_config_file \(try folder.write(Self.denyingEveryone, to: "dynsec.json"))
            """
        )
        defer { broker.kill() }
        let intake = try MQTTIntakeSession(broker.intakeSettings("intake"), filters: ["events/#"])
        let task = Task { await intake.run { _ in } }
        #expect(await intake.disconnection()?.cause == .refused(reason: 0x87))
        task.cancel()
        await task.value
    }

    /// A reading found it: such a broker passed for health, and what waited for the engine was nowhere.
    @Test func `a filter that the broker grants at QoS 0 is told as one that it refuses`() async throws {
        let broker = try Mosquitto("allow_anonymous true\nmax_qos 0")
        defer { broker.kill() }
        let intake = try MQTTIntakeSession(broker.intakeSettings("intake"), filters: ["events/#"])
        let task = Task { await intake.run { _ in } }
        let reason = await intake.disconnection()
        #expect(reason?.cause == .refused(reason: 0))
        #expect(reason?.sentence.contains("grants 'events/#' at QoS 0 alone") == true, "\(reason?.sentence ?? "none")")
        task.cancel()
        await task.value
    }

    @Test func `settings that would lose messages are refused`() throws {
        var forgetful = MQTTSettings(host: "127.0.0.1", clientID: "intake")
        #expect(throws: MQTTFailure.self) { try MQTTIntakeSession(forgetful, filters: ["a"]) }
        forgetful.cleanStart = false
        #expect(throws: MQTTFailure.self) { try MQTTIntakeSession(forgetful, filters: ["a"]) }
        forgetful.sessionExpiry = .seconds(60)
        #expect(throws: MQTTFailure.self) { try MQTTIntakeSession(forgetful, filters: ["a", "#/b"]) }
        _ = try MQTTIntakeSession(forgetful, filters: ["a"])
    }

    private static let denyingEveryone = """
        {"defaultACLAccess":{"publishClientSend":true,"publishClientReceive":true,"subscribe":false,"unsubscribe":true},
        "clients":[],"groups":[{"groupname":"all","roles":[]}],"roles":[],"anonymousGroup":"all"}
        """
}

extension MQTTIntakeSessionTests {
    /// Counts attempts across the handler's calls.
    private final class Counter: Sendable {
        private let count = Mutex(0)

        var value: Int { count.withLock(\.self) }

        func next() -> Int {
            count.withLock {
                $0 += 1
                return $0
            }
        }
    }

    /// Runs an intake; each batch that its handler kept comes out as texts. Ends the run when it is no longer read.
    private func batches(
        of intake: MQTTIntakeSession,
        _ handle: @escaping @Sendable ([MQTTMessage]) async throws -> Void
    ) -> AsyncStream<[String]> {
        let (stream, continuation) = AsyncStream.makeStream(of: [String].self)
        let task = Task {
            await intake.run { batch in
                try await handle(batch)
                continuation.yield(batch.map { String(decoding: $0.payload, as: UTF8.self) })
            }
            continuation.finish()
        }
        _ = task
        return stream
    }

    /// Leaves messages with the broker for a session that is away.
    private func publish(_ payloads: [String], to broker: Mosquitto, forSession name: String) async throws {
        let absent = try MQTTIntakeSession(broker.intakeSettings(name), filters: ["events/#"])
        let task = Task { await absent.run { _ in } }
        let publisher = try await broker.session("publisher")
        // The broker says who listens, so this waits for the subscription without a pause.
        while try await publisher.publish(MQTTPublication(topic: "events/hello", payload: [])).hasSubscribers != true {}
        await absent.shutdown()
        await task.value
        _ = try await waiting(at: broker, forSession: name)
        for payload in payloads {
            _ = try await publisher.publish(MQTTPublication(topic: "events/e", payload: Array(payload.utf8)))
        }
        await publisher.shutdown()
    }

    /// What the broker still holds for a session that is away: takes it, marks the end with a message of its own.
    private func waiting(at broker: Mosquitto, forSession name: String) async throws -> [String] {
        let intake = try MQTTIntakeSession(broker.intakeSettings(name), filters: ["events/#"])
        let publisher = try await broker.session("marker")
        _ = try await publisher.publish(MQTTPublication(topic: "events/end", payload: Array("end".utf8)))
        var texts: [String] = []
        for await batch in batches(of: intake, { _ in }) {
            texts += batch
            if texts.last == "end" { break }
        }
        await intake.shutdown()
        await publisher.shutdown()
        return texts.filter { $0 != "end" && !$0.isEmpty }
    }
}
