import CEL
public import Domain
public import Playbooks
public import Ports
public import Response
import Transport

/// Listens on a topic until a message comes that satisfies the playbook: what is behind `wait: {message: …}`.
///
/// It sends nothing. What came before it listened is not seen, unless the broker retained it.
public struct MessageAwaitAction: BuiltInAction {
    public static let descriptor = ActionDescriptor(
        name: "message.await",
        summary: "Listens on a topic for a message; written as a 'wait'.",
        parameters: [
            .init("connection", .connection(.broker), isRequired: true, summary: "The broker to listen on."),
            .init("confirm", .confirmation, isRequired: true, summary: "The message: `topic`, `if`, `within`."),
        ],
        outputs: nil,
        receiver: .pure,
        reversal: .notNeeded,
        touchesDevice: false,
        listens: true,
        timeout: .seconds(60),
        overall: .seconds(60),
        permissions: ["subscribe on the topic"],
        example: """
            - id: safe
              wait:
                message: {connection: broker, topic: "fleet/${{ device.id }}/status"}
                if: message.state == "safe"
                within: 30m
            """
    )

    private let connections: Connections

    public init(_ connections: Connections, _ surroundings: any Surroundings) {
        self.connections = connections
    }

    public static func render(_ call: RenderingCall) throws(OperatorError) -> RenderedRequest { call.request([]) }

    public func perform(_ intent: consuming RecordedIntent) async throws(ActionFailure) -> Completion {
        guard let awaited = intent.intent.confirmation else {
            preconditionFailure("a wait for a message says for which")
        }
        let broker = connections.broker(intent.request.connection)
        let message = try await broker.listen(on: awaited.topic, within: min(awaited.within, intent.timeout)) {
            message in
            let facts = Facts.Message(message)
            return awaited.accepts(facts) ? facts : nil
        }
        guard let message else {
            throw .permanent(
                OperatorError(
                    attempted: "wait for a message on \(awaited.topic)",
                    reason: "none that was meant came within \(awaited.within.spoken)",
                    remedy: "look at what the sender publishes; 'on_failure' says how the run goes on"
                )
            )
        }
        return Completion(.confirmed, output: message.content, evidence: "\(message.topic): \(message.payload)")
    }
}
