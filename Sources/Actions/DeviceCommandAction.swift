public import Domain
public import Playbooks
public import Ports
public import Response
import Transport

/// Publishes a command for a device, and waits for the device's own answer where the playbook names one.
///
/// The broker's acknowledgement says that the broker has the command, not that the device has. So without a `confirm`
/// the step ends as `sent`; and an answer that does not come leaves a doubt, because a device that is deaf now may have
/// heard the command, and nothing makes it tell a repeat.
public struct DeviceCommandAction: BuiltInAction {
    public static let descriptor = ActionDescriptor(
        name: "device.command",
        summary: "Publishes a command to a device over MQTT, and waits for the device's own answer.",
        parameters: [
            .init("connection", .connection(.broker), isRequired: true, summary: "The broker that reaches the device."),
            .init("topic", .topic, isRequired: true, summary: "The topic on which the device listens."),
            .init("payload", .document, isRequired: true, summary: "The command: a text as it is, else as JSON."),
            .init("confirm", .confirmation, summary: "The device's answer: `topic`, `if`, `within`."),
        ],
        outputs: nil,
        receiver: .once,
        reversal: .notNeeded,
        touchesDevice: true,
        timeout: .seconds(10),
        overall: .seconds(120),
        permissions: ["publish on the command topic", "subscribe on the answer topic"],
        example: """
            - id: shutdown
              action: device.command
              with:
                connection: broker
                topic: fleet/${{ device.id }}/command
                payload: {command: shutdown, id: "${{ step.key }}"}
                confirm: {topic: "fleet/${{ device.id }}/ack", if: message.id == step.key, within: 10s}
            """
    )

    private let connections: Connections

    public init(_ connections: Connections, _ surroundings: any Surroundings) {
        self.connections = connections
    }

    public static func render(_ call: RenderingCall) throws(OperatorError) -> RenderedRequest {
        let topic = try call.required("topic")
        // The broker would deliver our own message, which carries the key as well.
        guard topic != call.confirmationTopic else {
            throw OperatorError(
                attempted: "render the command of device.command",
                reason: "the device is to answer on '\(topic)', on which the command itself is sent",
                remedy: "have it answer on a topic of its own, such as 'fleet/\(call.device)/ack'"
            )
        }
        return call.request([.init("topic", topic), .init("payload", try call.required("payload"))])
    }

    public func perform(_ intent: consuming RecordedIntent) async throws(ActionFailure) -> Completion {
        let request = intent.request
        let broker = connections.broker(request.connection)
        var publication = MQTTPublication(topic: request.field("topic"), payload: Array(request.field("payload").utf8))
        // A device that sleeps must not wake to a command of last week.
        publication.properties.expiry = intent.timeout
        publication.properties.userProperties = Self.marks(of: intent.intent.attempt)
        guard let confirmation = intent.intent.confirmation else {
            try await broker.publish(publication, timeout: intent.timeout)
            return Completion(.sent, evidence: "the broker has it; the device was not asked to answer")
        }
        let answer = try await broker.ask(
            publication,
            answersOn: confirmation.topic,
            within: min(confirmation.within, intent.timeout),
            timeout: intent.timeout
        ) { message -> Facts.Message? in
            // What the broker kept was said before the command.
            guard !message.isRetained else { return nil }
            let facts = Facts.Message(message)
            return confirmation.accepts(facts) ? facts : nil
        }
        guard let answer else { throw .unknownOutcome(silence(of: request, confirmation)) }
        return Completion(.confirmed, output: answer.content, evidence: "\(answer.topic): \(answer.payload)")
    }

    /// For a device, or a gateway before it, that drops repeats and refuses what an older number carries.
    private static func marks(of attempt: Attempt) -> [MQTTProperties.UserProperty] {
        [.init("cordon-key", attempt.key.description)] + (attempt.fence.map { [.init("cordon-fence", "\($0)")] } ?? [])
    }

    private func silence(of request: RenderedRequest, _ confirmation: BoundConfirmation) -> OperatorError {
        OperatorError(
            attempted: "have device '\(request.device)' answer on \(confirmation.topic)",
            reason: "the broker has the command, and no answer came within \(confirmation.within.spoken)",
            remedy: "look at the device: it may have acted without answering, or be out of reach"
        )
    }
}
