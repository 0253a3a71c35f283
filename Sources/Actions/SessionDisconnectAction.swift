import CEL
public import Domain
public import Playbooks
public import Ports
public import Response

/// Disables a device's client at the broker, which cuts its session at once, and bars it from every topic.
///
/// A disabled client is refused its password. Mosquitto 2.0 does not ask for one where the certificate is the identity
/// (`use_identity_as_username`), and lets the device in again, where it can neither send nor receive: there only a
/// certificate that is refused keeps it out.
public struct SessionDisconnectAction: BuiltInAction {
    public static let descriptor = ActionDescriptor(
        name: "session.disconnect",
        summary:
            "Disables a device's client at the broker, bars it from every topic, and cuts its session. Where devices "
            + "log in by certificate it comes back at once, mute, unless certificate.deactivate or certificate.revoke "
            + "keeps it out.",
        parameters: [
            .init("connection", .connection(.broker), isRequired: true, summary: "The broker that holds the session.")
        ],
        outputs: [.init("disabled", .bool, summary: "Whether the device's client is disabled now.")],
        receiver: .idempotent,
        reversal: .inverse("session.restore"),
        touchesDevice: true,
        overall: .seconds(120),
        permissions: ["the dynamic security plugin's admin role"],
        example: """
            - id: bar
              action: session.disconnect
              with: {connection: broker}
            """
    )

    private let connections: Connections

    public init(_ connections: Connections, _ surroundings: any Surroundings) {
        self.connections = connections
    }

    public static func render(_ call: RenderingCall) throws(OperatorError) -> RenderedRequest {
        call.dynamicSecurityRequest(.disable, .mark, .unmark)
    }

    public func perform(_ intent: consuming RecordedIntent) async throws(ActionFailure) -> Completion {
        let request = intent.request
        let security = DynamicSecurity(broker: connections.broker(request.connection))
        // A monitor may name any client of the broker. Without this one nothing could be sent any more, and nothing undone.
        guard !security.broker.ownUsers.contains(request.device.description) else {
            throw .permanent(
                OperatorError(
                    attempted: "disable '\(request.device)' on broker '\(security.broker.name)'",
                    reason: "that is the engine's own client there, and no device",
                    remedy: "correct what names the device of the event, or ask '!device.registered' in 'guard.protect'"
                )
            )
        }
        try await security.bar(request, intent.key, timeout: intent.timeout)
        return try await security.confirm(.disable, request.device, intent.key, timeout: intent.timeout)
    }
}
