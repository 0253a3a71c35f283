import Domain
public import Transport

/// A broker as the actions use it: commands to devices and their answers, on one session that the operator configured.
public struct BrokerConnection: Sendable {
    public let name: String
    public let session: MQTTSession
    /// As whom the engine itself may be known there: nothing of these names is a device.
    public let ownUsers: Set<String>

    /// How long a command waits for a connection that is just being made, before it counts as not sent.
    static let connectionWait: Duration = .seconds(2)

    public init(name: String, session: MQTTSession, ownUsers: Set<String> = []) {
        self.name = name
        self.session = session
        self.ownUsers = ownUsers
    }

    /// Publishes, and waits for the first message on `answers` that `recognise` makes something of.
    ///
    /// The subscription stands before the publication leaves, so that no answer is too quick.
    /// - Returns: `nil` where none came within the time.
    /// - Throws: what became of the publication; that nobody answered is no failure of it.
    func ask<Answer: Sendable>(
        _ publication: MQTTPublication,
        answersOn answers: String,
        within: Duration,
        timeout: Duration,
        recognise: @escaping @Sendable (MQTTMessage) -> Answer?
    ) async throws(ActionFailure) -> Answer? {
        let subscription = try await subscribe(to: answers, timeout: min(timeout, Self.connectionWait))
        defer { subscription.cancel() }
        try await publish(publication, timeout: timeout)
        return await first(of: subscription, within: within, recognise: recognise)
    }

    /// Waits for the first message on a topic that `recognise` makes something of, and sends nothing.
    /// - Returns: `nil` where none came within the time.
    func listen<Message: Sendable>(
        on topic: String,
        within: Duration,
        recognise: @escaping @Sendable (MQTTMessage) -> Message?
    ) async throws(ActionFailure) -> Message? {
        let subscription = try await subscribe(to: topic, timeout: min(within, Self.connectionWait))
        defer { subscription.cancel() }
        return await first(of: subscription, within: within, recognise: recognise)
    }

    private func subscribe(to topic: String, timeout: Duration) async throws(ActionFailure) -> MQTTSubscription {
        do throws(MQTTFailure) {
            return try await session.subscribe(to: topic, timeout: timeout)
        } catch {
            throw failure(error, "listen for messages on \(topic)", isWithoutEffect: true)
        }
    }

    private func first<Answer: Sendable>(
        of subscription: MQTTSubscription,
        within: Duration,
        recognise: @escaping @Sendable (MQTTMessage) -> Answer?
    ) async -> Answer? {
        await withTaskGroup(of: Answer?.self) { group in
            group.addTask {
                for await message in subscription {
                    if let answer = recognise(message) { return answer }
                }
                return nil
            }
            group.addTask {
                try? await Task.sleep(for: within)
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
    }

    /// Publishes, and returns once the broker has it: which is not to say that a device has.
    func publish(_ publication: MQTTPublication, timeout: Duration) async throws(ActionFailure) {
        let receipt: PublishReceipt
        do throws(MQTTFailure) {
            receipt = try await session.publish(
                publication,
                timeout: timeout,
                waitForConnection: min(timeout, Self.connectionWait)
            )
        } catch {
            throw failure(error, "publish to \(publication.topic)", isWithoutEffect: error.isCertainlyWithoutEffect)
        }
        guard receipt.hasSubscribers != false else {
            throw .transient(
                OperatorError(
                    attempted: "publish to \(publication.topic) on broker '\(name)'",
                    reason: "nobody is subscribed to that topic, so no device received it",
                    remedy: "check that the device is connected, and that the topic is the one it listens on"
                ),
                // A device that is gone says nothing of the broker, which must go on reaching the others.
                isAnswered: true
            )
        }
    }

    /// What keeps the session from being connected says more than that something took too long.
    private var whyNotConnected: String? {
        if case .waiting(let reason) = session.connectionState { reason.sentence } else { nil }
    }

    private func failure(_ failure: MQTTFailure, _ attempted: String, isWithoutEffect: Bool) -> ActionFailure {
        let error = OperatorError(
            attempted: "\(attempted) on broker '\(name)'",
            reason: whyNotConnected ?? failure.sentence,
            remedy: "check that the broker runs and that 'connections.\(name)' in cordon.yaml is right"
        )
        guard isWithoutEffect else { return .unknownOutcome(error) }
        switch failure {
        case .invalid: return .permanent(error)
        // It answers, and goes on reaching the others.
        case .refused: return .transient(error, isAnswered: true)
        case .notConnected, .notSent, .unknownOutcome: return .transient(error)
        }
    }
}
