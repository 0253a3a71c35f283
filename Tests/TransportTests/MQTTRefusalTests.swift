import Testing
import Transport

/// What a broker answers is told as it was said, and the session goes on.
@Suite(.timeLimit(.minutes(1))) struct MQTTRefusalTests {
    /// - Source: MQTT 5, section 3.4.2.1.
    @Test(arguments: [0x80, 0x83, 0x87, 0x90, 0x97, 0x99] as [UInt8])
    func `a message that the broker refuses is certainly without effect`(_ reason: UInt8) async throws {
        let broker = RefusingBroker(reason)
        defer { broker.stop() }
        let session = try await broker.session()
        for _ in 0..<2 {
            let failure = await failureOf { try await session.publish(MQTTPublication(topic: "a", payload: [1])) }
            expect(failure, reason)
        }
        #expect(session.connectionState.isConnected)
        await session.shutdown()
    }

    /// - Source: MQTT 5, section 3.9.3.
    @Test(arguments: [0x80, 0x83, 0x87, 0x8F, 0x97, 0x9E, 0xA1, 0xA2] as [UInt8])
    func `a subscription that the broker refuses is told, and may be asked for again`(_ reason: UInt8) async throws {
        let broker = RefusingBroker(reason)
        defer { broker.stop() }
        let session = try await broker.session()
        for _ in 0..<2 {
            expect(await failureOf { try await session.subscribe(to: "a/#") }, reason)
        }
        #expect(session.connectionState.isConnected)
        await session.shutdown()
    }

    /// - Source: MQTT 5, section 3.4.2.1: 0x10 is "no matching subscribers".
    @Test(arguments: [(0x00, true), (0x10, false)] as [(UInt8, Bool)])
    func `a message that the broker takes may have nobody who listens`(
        _ reason: UInt8,
        _ hasSubscribers: Bool
    ) async throws {
        let broker = RefusingBroker(reason)
        defer { broker.stop() }
        let session = try await broker.session()
        let receipt = try await session.publish(MQTTPublication(topic: "a", payload: [1]))
        #expect(receipt.hasSubscribers == hasSubscribers)
        await session.shutdown()
    }

    private func expect(
        _ failure: MQTTFailure?,
        _ reason: UInt8,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        guard case .refused(reason: reason, let sentence) = failure else {
            Issue.record(
                "not the failure that was expected: \(String(describing: failure))",
                sourceLocation: sourceLocation
            )
            return
        }
        #expect(
            sentence.hasSuffix("(0x\(String(reason, radix: 16, uppercase: true)))."),
            "\(sentence)",
            sourceLocation: sourceLocation
        )
        #expect(failure?.isCertainlyWithoutEffect == true, sourceLocation: sourceLocation)
    }
}
