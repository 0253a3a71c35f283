public import Domain
public import Playbooks
public import Ports
public import Response

/// Revokes a device's certificates. Final: the device needs a new certificate to come back.
public struct CertificateRevokeAction: BuiltInAction {
    public static let descriptor = ActionDescriptor(
        name: "certificate.revoke",
        summary: "Revokes a device's certificates for good.",
        parameters: [
            .registry,
            .init(
                "reason",
                .choice(RevocationReason.allCases.map(\.text)),
                summary: "Why, in the words of RFC 5280; `unspecified` unless given."
            ),
        ],
        outputs: Completion.certificateOutputs,
        receiver: .idempotent,
        reversal: .final,
        touchesDevice: true,
        refusesCertificates: true,
        overall: ActionDescriptor.certificateOverall,
        permissions: ActionDescriptor.certificatePermissions,
        example: """
            - id: revoke
              action: certificate.revoke
              with: {connection: registry, reason: keyCompromise}
            """
    )

    private let connections: Connections

    public init(_ connections: Connections, _ surroundings: any Surroundings) {
        self.connections = connections
    }

    public static func render(_ call: RenderingCall) throws(OperatorError) -> RenderedRequest {
        let reason = call.text("reason") ?? RevocationReason.unspecified.text
        guard RevocationReason(text: reason) != nil else {
            throw OperatorError(
                attempted: "render 'reason' of \(descriptor.name)",
                reason: "'\(reason)' is no reason of RFC 5280",
                remedy: "use one of \(RevocationReason.allCases.map(\.text).joined(separator: ", "))"
            )
        }
        return call.request([
            .init("certificates", "all of \(call.device)"), .init("status", "revoked"), .init("reason", reason),
        ])
    }

    public func perform(_ intent: consuming RecordedIntent) async throws(ActionFailure) -> Completion {
        let request = intent.request
        guard let reason = RevocationReason(text: request.field("reason")) else {
            preconditionFailure("a reason is checked when it is rendered")
        }
        let registry = connections.registry(request.connection)
        return Completion(changed: try await registry.revoke(request.device, reason: reason))
    }
}
