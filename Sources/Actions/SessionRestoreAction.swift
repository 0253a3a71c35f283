public import Domain
public import Playbooks
public import Ports
public import Response

/// The inverse of `session.disconnect`: the device's client is enabled again, unless it was disabled before, and may use its
/// topics.
public struct SessionRestoreAction: BuiltInAction {
    public static let descriptor = ActionDescriptor(
        name: "session.restore",
        summary:
            "Enables a device's client that session.disconnect disabled at the broker. One that somebody else had disabled "
            + "before stays so.",
        parameters: [
            .init("connection", .connection(.broker), isRequired: true, summary: "The broker at which it was disabled.")
        ],
        receiver: .idempotent,
        reversal: .inverse("session.disconnect"),
        touchesDevice: true,
        liftsContainment: true,
        overall: .seconds(120),
        permissions: ["the dynamic security plugin's admin role"],
        example: """
            - id: unbar
              action: session.restore
              with: {connection: broker}
            """
    )

    private let connections: Connections

    public init(_ connections: Connections, _ surroundings: any Surroundings) {
        self.connections = connections
    }

    public static func render(_ call: RenderingCall) throws(OperatorError) -> RenderedRequest {
        call.dynamicSecurityRequest(.enable, .unbar)
    }

    public func perform(_ intent: consuming RecordedIntent) async throws(ActionFailure) -> Completion {
        let request = intent.request
        let security = DynamicSecurity(broker: connections.broker(request.connection))
        try await security.letIn(request, intent.key, timeout: intent.timeout)
        return try await security.confirm(.enable, request.device, intent.key, timeout: intent.timeout)
    }
}
