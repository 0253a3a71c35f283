import Testing
import Transport

@Suite(.timeLimit(.minutes(1)), .enabled(if: Mosquitto.isInstalled)) struct MQTTSessionTests {
    @Test func `a message comes back to its subscriber with all that travels beside it`() async throws {
        let broker = try Mosquitto()
        defer { broker.kill() }
        let session = try await broker.session("one")
        let subscription = try await session.subscribe(to: "devices/+/commands")
        let properties = MQTTProperties(
            contentType: "application/json",
            responseTopic: "devices/7/answers",
            correlationData: [0, 1, 255],
            userProperties: [.init("run", "run_1"), .init("run", "run_2")],
            expiry: .seconds(60)
        )
        let publication = MQTTPublication(topic: "devices/7/commands", payload: [1, 0, 2], properties: properties)
        let receipt = try await session.publish(publication)
        #expect(receipt.hasSubscribers == true)
        var messages = subscription.makeAsyncIterator()
        let message = try #require(await messages.next())
        #expect(message.topic == "devices/7/commands")
        #expect(message.payload == [1, 0, 2])
        #expect(message.qos == .atLeastOnce)
        #expect(!message.isRetained)
        #expect(message.properties == properties)
        await session.shutdown()
        #expect(session.connectionState == .stopped)
        #expect(await messages.next() == nil)
    }

    @Test func `a topic without subscribers is told`() async throws {
        let broker = try Mosquitto()
        defer { broker.kill() }
        let session = try await broker.session("one")
        let acknowledged = try await session.publish(MQTTPublication(topic: "nobody/here", payload: [1]))
        #expect(acknowledged.hasSubscribers == false)
        let thrown = try await session.publish(MQTTPublication(topic: "nobody/here", payload: [1], qos: .atMostOnce))
        #expect(thrown.hasSubscribers == nil)
        await session.shutdown()
    }

    @Test func `a thousand messages at once are all acknowledged, and all arrive`() async throws {
        let broker = try Mosquitto("allow_anonymous true\nmax_queued_messages 5000")
        defer { broker.kill() }
        let session = try await broker.session("one")
        let subscription = try await session.subscribe(to: "load")
        let count = 1_000
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<count {
                let payload = Array("\(number)".utf8)
                group.addTask { _ = try await session.publish(MQTTPublication(topic: "load", payload: payload)) }
            }
            try await group.waitForAll()
        }
        var seen: Set<[UInt8]> = []
        for await message in subscription {
            seen.insert(message.payload)
            if seen.count == count { break }
        }
        #expect(subscription.droppedMessages == 0)
        await session.shutdown()
    }

    @Test func `messages of one task arrive in its order, whoever else publishes`() async throws {
        let broker = try Mosquitto()
        defer { broker.kill() }
        let session = try await broker.session("one")
        let subscription = try await session.subscribe(to: "from/#")
        let (tasks, count) = (4, 100)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<tasks {
                group.addTask {
                    for number in 0..<count {
                        let message = MQTTPublication(topic: "from/\(task)", payload: Array("\(number)".utf8))
                        _ = try await session.publish(message)
                    }
                }
            }
            try await group.waitForAll()
        }
        var seen: [String: [Int]] = [:]
        for await message in subscription {
            seen[message.topic, default: []].append(try #require(Int(String(decoding: message.payload, as: UTF8.self))))
            if seen.values.reduce(0, { $0 + $1.count }) == tasks * count { break }
        }
        #expect(seen.count == tasks && seen.values.allSatisfy { $0 == Array(0..<count) })
        await session.shutdown()
    }

    @Test func `subscriptions that share a filter each get every message`() async throws {
        let broker = try Mosquitto()
        defer { broker.kill() }
        let session = try await broker.session("one")
        let first = try await session.subscribe(to: "shared/#")
        let second = try await session.subscribe(to: "shared/#")
        _ = try await session.publish(MQTTPublication(topic: "shared/a", payload: [1]))
        var firstMessages = first.makeAsyncIterator()
        var secondMessages = second.makeAsyncIterator()
        #expect(await firstMessages.next()?.payload == [1])
        #expect(await secondMessages.next()?.payload == [1])
        first.cancel()
        #expect(await firstMessages.next() == nil)
        let receipt = try await session.publish(MQTTPublication(topic: "shared/b", payload: [2]))
        #expect(receipt.hasSubscribers == true)
        #expect(await secondMessages.next()?.payload == [2])
        second.cancel()
        let last = try await session.publish(MQTTPublication(topic: "shared/c", payload: [3]))
        #expect(last.hasSubscribers == false)
        await session.shutdown()
    }

    @Test(arguments: ["", "a/+/b", "a/#", "+", "a\0b", "a\nb"])
    func `a topic that cannot be published to is refused before anything is sent`(_ topic: String) async throws {
        let session = try MQTTSession(MQTTSettings(host: "127.0.0.1", clientID: "one"))
        guard case .invalid = await failureOf({ try await session.publish(MQTTPublication(topic: topic, payload: [])) })
        else {
            Issue.record("it was not refused")
            return
        }
    }

    @Test(arguments: ["", "a+", "#/a", "a/#/b", "a\0"])
    func `a filter that is none is refused`(_ filter: String) async throws {
        let session = try MQTTSession(MQTTSettings(host: "127.0.0.1", clientID: "one"))
        guard case .invalid = await failureOf({ try await session.subscribe(to: filter) }) else {
            Issue.record("it was not refused")
            return
        }
    }

    @Test func `filters match as the standard says`() {
        #expect(MQTTTopic.matches(filter: "a/+/c", topic: "a/b/c"))
        #expect(!MQTTTopic.matches(filter: "a/+/c", topic: "a/b/d"))
        #expect(MQTTTopic.matches(filter: "a/#", topic: "a"))
        #expect(!MQTTTopic.matches(filter: "#", topic: "$SYS/broker"))
        #expect(MQTTTopic.matches(filter: "$share/group/a/#", topic: "a/b"))
        #expect(!MQTTTopic.matches(filter: "$share/group/a/#", topic: "b"))
    }

    @Test func `a publish without a connection fails at once and certainly without effect`() async throws {
        let broker = try Mosquitto()
        broker.kill()
        let session = try MQTTSession(broker.settings("one"))
        session.start()
        #expect(await session.disconnection()?.cause == .connect)
        let failure = await failureOf { try await session.publish(MQTTPublication(topic: "a", payload: [])) }
        guard case .notConnected = failure else {
            Issue.record("not the failure that was expected: \(String(describing: failure))")
            return
        }
        #expect(failure?.isCertainlyWithoutEffect == true)
        await session.shutdown()
    }

    @Test func `a publish may wait for a connection, and no longer than it was told`() async throws {
        let port = LoopbackSocket.freePort()
        let session = try MQTTSession(
            MQTTSettings(
                host: "127.0.0.1",
                port: port,
                clientID: "one",
                backoff: ReconnectBackoff(base: .milliseconds(20), max: .milliseconds(50))
            )
        )
        session.start()
        let publication = MQTTPublication(topic: "a", payload: [])
        let early = await failureOf { try await session.publish(publication, waitForConnection: .milliseconds(100)) }
        guard case .notSent = early else {
            Issue.record("not the failure that was expected: \(String(describing: early))")
            return
        }
        let task = Task { try await session.publish(publication, waitForConnection: .seconds(10)) }
        let broker = try Mosquitto(port: port)
        defer { broker.kill() }
        #expect(try await task.value.hasSubscribers == false)
        await session.shutdown()
    }

    @Test func `subscriptions come back after a reconnect`() async throws {
        let broker = try Mosquitto()
        defer { broker.kill() }
        let relay = MQTTRelay(to: broker.port)
        defer { relay.stop() }
        let session = try await broker.session("one", port: relay.port)
        let subscription = try await session.subscribe(to: "a/#")
        relay.cut()
        var states = session.connectionStates().makeAsyncIterator()
        while await states.next()?.isConnected == true {}
        await session.connected()
        _ = try await session.publish(MQTTPublication(topic: "a/b", payload: [9]))
        var messages = subscription.makeAsyncIterator()
        #expect(await messages.next()?.payload == [9])
        await session.shutdown()
    }
}
