public import Domain
public import Playbooks
public import Ports
public import Response

/// The inverse of `certificate.deactivate`. Revoked certificates stay revoked.
public struct CertificateReactivateAction: BuiltInAction {
    public static let descriptor = ActionDescriptor(
        name: "certificate.reactivate",
        summary: "Has a device's deactivated certificates accepted again. Revoked ones stay revoked.",
        parameters: [.registry],
        outputs: Completion.certificateOutputs,
        receiver: .idempotent,
        reversal: .inverse("certificate.deactivate"),
        touchesDevice: true,
        liftsContainment: true,
        overall: ActionDescriptor.certificateOverall,
        permissions: ActionDescriptor.certificatePermissions,
        example: """
            - id: reactivate
              action: certificate.reactivate
              with: {connection: registry}
            """
    )

    private let connections: Connections

    public init(_ connections: Connections, _ surroundings: any Surroundings) {
        self.connections = connections
    }

    public static func render(_ call: RenderingCall) throws(OperatorError) -> RenderedRequest {
        call.request([.init("certificates", "all inactive ones of \(call.device)"), .init("status", "active")])
    }

    public func perform(_ intent: consuming RecordedIntent) async throws(ActionFailure) -> Completion {
        let request = intent.request
        return Completion(changed: try await connections.registry(request.connection).reactivate(request.device))
    }
}
