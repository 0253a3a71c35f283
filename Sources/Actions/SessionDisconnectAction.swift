import CEL
public import Domain
public import Playbooks
public import Ports
public import Response

/// Disables a device's client at the broker, which cuts its session at once.
///
/// A disabled client is refused its password. Mosquitto 2.0 does not ask for one where the certificate is the identity
/// (`use_identity_as_username`), and lets the device in again: there only a certificate that is refused keeps it out.
public struct SessionDisconnectAction: BuiltInAction {
    public static let descriptor = ActionDescriptor(
        name: "session.disconnect",
        summary: "Disables a device's client at the broker and cuts its session. Where devices log in by certificate "
            + "it comes back at once, unless certificate.deactivate or certificate.revoke keeps it out.",
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
        call.dynamicSecurityRequest("disableClient", suffix: "disable")
    }

    public func perform(_ intent: consuming RecordedIntent) async throws(ActionFailure) -> Completion {
        let request = intent.request
        let security = DynamicSecurity(broker: connections.broker(request.connection))
        try await security.disable(request.device, intent.key, timeout: intent.timeout)
        return try await security.confirm(request.device, isDisabled: true, intent.key, timeout: intent.timeout)
    }
}

extension RenderingCall {
    func dynamicSecurityRequest(_ command: String, suffix: String) -> RenderedRequest {
        request([
            .init("topic", DynamicSecurity.controlTopic),
            .init("payload", DynamicSecurity.request(command, device, correlation: "\(key)/\(suffix)")),
        ])
    }
}

extension DynamicSecurity {
    /// Reads back what a command set.
    func confirm(
        _ device: DeviceID,
        isDisabled expected: Bool,
        _ key: StepKey,
        timeout: Duration
    ) async throws(ActionFailure) -> Completion {
        let client = try await client(device, key, timeout: timeout)
        guard client.isDisabled == expected else {
            throw .unknownOutcome(
                OperatorError(
                    attempted: "see device '\(device)' \(expected ? "disabled" : "enabled") on broker '\(broker.name)'",
                    reason: "getClient says that it is \(client.isDisabled ? "disabled" : "enabled")",
                    remedy: "somebody else may be changing it: check with 'mosquitto_ctrl dynsec getClient \(device)'"
                )
            )
        }
        return Completion(
            .confirmed,
            output: ["disabled": .bool(client.isDisabled)],
            evidence: "getClient \(device): disabled \(client.isDisabled)"
        )
    }
}
