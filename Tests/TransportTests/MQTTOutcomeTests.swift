import Testing
import Transport

@Suite(.timeLimit(.minutes(1)), .enabled(if: Mosquitto.isInstalled)) struct MQTTOutcomeTests {
    @Test func `a message in flight when the line is cut is in doubt and is not sent again`() async throws {
        let broker = try Mosquitto()
        defer { broker.kill() }
        let relay = MQTTRelay(to: broker.port)
        defer { relay.stop() }
        let session = try await broker.session("one", port: relay.port)
        relay.holdAnswers()
        let task = Task { await failureOf { try await session.publish(MQTTPublication(topic: "a", payload: [1])) } }
        await relay.arrival(of: .publish)
        relay.holdAnswers(false)
        relay.cut()
        let failure = await task.value
        #expect(failure?.isCertainlyWithoutEffect == false)
        _ = try await session.publish(MQTTPublication(topic: "b", payload: []), waitForConnection: .seconds(10))
        #expect(relay.sent == [.connect, .publish, .connect, .publish])
        await session.shutdown()
    }

    /// Whoever publishes may be the one that finds the line cut: the session goes on all the same.
    @Test func `where the line is cut while many publish, each hears what became of its message`() async throws {
        let broker = try Mosquitto()
        defer { broker.kill() }
        let relay = MQTTRelay(to: broker.port)
        defer { relay.stop() }
        let session = try await broker.session("one", port: relay.port)
        let failures = await withTaskGroup(of: [MQTTFailure].self) { group in
            for _ in 0..<8 {
                group.addTask {
                    var failures: [MQTTFailure] = []
                    for number in 0..<100 {
                        do throws(MQTTFailure) {
                            let message = MQTTPublication(topic: "a", payload: [1])
                            _ = try await session.publish(message, waitForConnection: .seconds(10))
                        } catch {
                            failures.append(error)
                        }
                        if number == 50 { relay.cut() }
                    }
                    return failures
                }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        // Another message, or the same one later, will do: it is never the message's own fault.
        #expect(!failures.contains { if case .invalid = $0 { true } else { false } }, "\(failures)")
        #expect(relay.sent.filter { $0 == .connect }.count > 1)
        await session.shutdown()
    }

    @Test func `a broker killed in mid-flight leaves the message in doubt`() async throws {
        let broker = try Mosquitto()
        let relay = MQTTRelay(to: broker.port)
        defer { relay.stop() }
        let session = try await broker.session("one", port: relay.port)
        relay.holdAnswers()
        let task = Task { await failureOf { try await session.publish(MQTTPublication(topic: "a", payload: [1])) } }
        await relay.arrival(of: .publish)
        broker.kill()
        #expect(await task.value?.isCertainlyWithoutEffect == false)
        await session.shutdown()
    }

    @Test func `no acknowledgement in time leaves the message in doubt`() async throws {
        let broker = try Mosquitto()
        defer { broker.kill() }
        let relay = MQTTRelay(to: broker.port)
        defer { relay.stop() }
        let session = try await broker.session("one", port: relay.port)
        relay.holdAnswers()
        let publication = MQTTPublication(topic: "a", payload: [1])
        let failure = await failureOf { try await session.publish(publication, timeout: .milliseconds(200)) }
        #expect(failure?.isCertainlyWithoutEffect == false)
        await session.shutdown()
    }

    @Test func `a message whose time is up before it could leave is not sent`() async throws {
        let broker = try Mosquitto()
        defer { broker.kill() }
        let relay = MQTTRelay(to: broker.port)
        defer { relay.stop() }
        let session = try await broker.session("one", port: relay.port)
        let late = MQTTPublication(topic: "late", payload: [1])
        let failure = await failureOf { try await session.publish(late, timeout: .zero) }
        guard case .notSent = failure else {
            Issue.record("not the failure that was expected: \(String(describing: failure))")
            return
        }
        _ = try await session.publish(MQTTPublication(topic: "in-time", payload: [1]))
        #expect(relay.sent == [.connect, .publish])
        await session.shutdown()
    }

    /// Otherwise the broker would go on delivering what nobody listens to.
    @Test func `a subscription that the broker agrees to too late is taken back`() async throws {
        let broker = try Mosquitto()
        defer { broker.kill() }
        let relay = MQTTRelay(to: broker.port)
        defer { relay.stop() }
        let session = try await broker.session("one", port: relay.port)
        let failure = await failureOf { try await session.subscribe(to: "a", timeout: .zero) }
        guard case .notSent = failure else {
            Issue.record("not the failure that was expected: \(String(describing: failure))")
            return
        }
        #expect(try await session.publish(MQTTPublication(topic: "a", payload: [1])).hasSubscribers == false)
        #expect(relay.sent == [.connect, .subscribe, .unsubscribe, .publish])
        await session.shutdown()
    }

    @Test func `cancelling a task that waits for an acknowledgement leaves the message in doubt`() async throws {
        let broker = try Mosquitto()
        defer { broker.kill() }
        let relay = MQTTRelay(to: broker.port)
        defer { relay.stop() }
        let session = try await broker.session("one", port: relay.port)
        relay.holdAnswers()
        let task = Task { await failureOf { try await session.publish(MQTTPublication(topic: "a", payload: [1])) } }
        await relay.arrival(of: .publish)
        task.cancel()
        #expect(await task.value?.isCertainlyWithoutEffect == false)
        await session.shutdown()
    }

    @Test func `a task that was cancelled before sends nothing`() async throws {
        let broker = try Mosquitto()
        defer { broker.kill() }
        let session = try await broker.session("one")
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await failureOf { try await session.publish(MQTTPublication(topic: "a", payload: [1])) }
        }
        #expect(await task.value?.isCertainlyWithoutEffect == true)
        await session.shutdown()
    }

    @Test func `what the access rules forbid is refused and told`() async throws {
        let rules = try TemporaryFolder()
        let file = try rules.write("topic read open/#\n", to: "acl")
        let broker = try Mosquitto("allow_anonymous true\nacl_file \(file)")
        defer { broker.kill() }
        let session = try await broker.session("one")
        let failure = await failureOf { try await session.publish(MQTTPublication(topic: "closed", payload: [1])) }
        guard case .refused(reason: 0x87, let sentence) = failure else {
            Issue.record("not the failure that was expected: \(String(describing: failure))")
            return
        }
        #expect(sentence.contains("Not authorized") || sentence.contains("not authorized"))
        #expect(failure?.isCertainlyWithoutEffect == true)
        await session.shutdown()
    }

    @Test func `a shutdown leaves what is in flight in doubt and refuses the rest`() async throws {
        let broker = try Mosquitto()
        defer { broker.kill() }
        let relay = MQTTRelay(to: broker.port)
        defer { relay.stop() }
        let session = try await broker.session("one", port: relay.port)
        relay.holdAnswers()
        let task = Task { await failureOf { try await session.publish(MQTTPublication(topic: "a", payload: [1])) } }
        await relay.arrival(of: .publish)
        await session.shutdown()
        #expect(await task.value?.isCertainlyWithoutEffect == false)
        let late = await failureOf { try await session.publish(MQTTPublication(topic: "a", payload: [1])) }
        #expect(late?.isCertainlyWithoutEffect == true)
    }

    @Test func `a wrong password is refused, and appears nowhere`() async throws {
        let folder = try TemporaryFolder()
        let passwords = folder.path("passwords")
        try ChildProcess.run("/usr/bin/mosquitto_passwd", ["-b", "-c", passwords, "cordon", "right"], in: folder.url)
        let broker = try Mosquitto("allow_anonymous false\npassword_file \(passwords)")
        defer { broker.kill() }
        var settings = broker.settings("one")
        settings.credentials = MQTTCredentials(username: "cordon") { "S3CRET" }
        let session = try MQTTSession(settings)
        session.start()
        let reason = try #require(await session.disconnection())
        #expect(reason.cause == .refused(reason: 0x87))
        var dumped = ""
        dump(settings, to: &dumped)
        for text in [reason.sentence, "\(settings)", String(reflecting: settings), dumped] {
            #expect(!text.contains("S3CRET"))
        }
        await session.shutdown()

        settings.credentials = MQTTCredentials(username: "cordon") { "right" }
        let welcome = try MQTTSession(settings)
        welcome.start()
        await welcome.connected()
        await welcome.shutdown()
    }

    @Test func `a session whose client id is taken learns that it was thrown out`() async throws {
        let broker = try Mosquitto()
        defer { broker.kill() }
        var settings = broker.settings("one")
        settings.backoff = ReconnectBackoff(base: .seconds(30))
        let first = try MQTTSession(settings)
        first.start()
        await first.connected()
        let second = try await broker.session("one")
        let reason = await first.disconnection()
        // MQTT 5 has a word for it, which Mosquitto 2.0.11 does not say: it just hangs up.
        #expect([.closedByBroker(reason: 0x8E), .lost].contains(reason?.cause), "\(String(describing: reason))")
        await first.shutdown()
        await second.shutdown()
    }
}
