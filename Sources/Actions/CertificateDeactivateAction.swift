public import Domain
public import Playbooks
public import Ports
public import Response

/// Makes every receiver refuse a device's certificates, until they are made active again.
public struct CertificateDeactivateAction: BuiltInAction {
    public static let descriptor = ActionDescriptor(
        name: "certificate.deactivate",
        summary: "Has a device's certificates refused until certificate.reactivate (on the CRL: certificateHold).",
        parameters: [.registry],
        outputs: Completion.certificateOutputs,
        receiver: .idempotent,
        reversal: .inverse("certificate.reactivate"),
        touchesDevice: true,
        refusesCertificates: true,
        overall: ActionDescriptor.certificateOverall,
        permissions: ActionDescriptor.certificatePermissions,
        example: """
            - id: deactivate
              action: certificate.deactivate
              with: {connection: registry}
            """
    )

    private let connections: Connections

    public init(_ connections: Connections, _ surroundings: any Surroundings) {
        self.connections = connections
    }

    public static func render(_ call: RenderingCall) throws(OperatorError) -> RenderedRequest {
        call.request([.init("certificates", "all of \(call.device)"), .init("status", "inactive")])
    }

    public func perform(_ intent: consuming RecordedIntent) async throws(ActionFailure) -> Completion {
        let request = intent.request
        return Completion(changed: try await connections.registry(request.connection).deactivate(request.device))
    }
}
