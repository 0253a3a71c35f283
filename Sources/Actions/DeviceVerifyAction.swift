import CEL
public import Domain
public import Playbooks
public import Ports
public import Response

/// Containment as a fact: reads back that the session is gone and that the certificates are refused.
///
/// It changes nothing. Its success is the only thing that lets an incident be called contained.
public struct DeviceVerifyAction: BuiltInAction {
    public static let descriptor = ActionDescriptor(
        name: "device.verify",
        summary:
            "Proves that a device is cut off: its session is gone, it may use no topic, and its certificates are refused.",
        parameters: [
            .init("broker", .connection(.broker), isRequired: true, summary: "The broker that must have no session."),
            .init(
                "registry",
                .connection(.registry),
                isRequired: true,
                summary: "The registry whose certificates must be refused."
            ),
            .init("within", .duration, summary: "How long it may take to become true; 5s unless given."),
        ],
        outputs: [
            .init("session_gone", .bool, summary: "Whether its session is gone: whatever there was is cut."),
            .init("certificates_refused", .bool, summary: "Whether each of its certificates is refused."),
        ],
        receiver: .pure,
        reversal: .notNeeded,
        touchesDevice: false,
        provesContainment: true,
        timeout: .seconds(60),
        overall: .seconds(120),
        permissions: ["the dynamic security plugin's admin role", "read the CRL that the broker reads"],
        example: """
            - id: silent
              action: device.verify
              with: {broker: broker, registry: registry, within: 10s}
            """
    )

    private static let unit = " ms"
    private static let pause: Duration = .milliseconds(500)

    private let connections: Connections
    private let surroundings: any Surroundings

    public init(_ connections: Connections, _ surroundings: any Surroundings) {
        self.connections = connections
        self.surroundings = surroundings
    }

    public static func render(_ call: RenderingCall) throws(OperatorError) -> RenderedRequest {
        let within: Duration =
            if case .duration(let span)? = call["within"] {
                .nanoseconds(span.nanoseconds)
            } else {
                .seconds(5)
            }
        let registry = try call.required("registry")
        return call.request(
            [
                .init("expected", "no session, and every certificate refused"),
                .init("registry", registry), .init("within", "\(within.milliseconds)\(unit)"),
            ],
            connection: try call.required("broker")
        )
    }

    public func perform(_ intent: consuming RecordedIntent) async throws(ActionFailure) -> Completion {
        let request = intent.request
        let within = Duration.milliseconds(Int64(request.field("within").dropLast(Self.unit.count)) ?? 0)
        let deadline = surroundings.now() + min(within, intent.timeout)
        while true {
            let finding = try await look(at: request, intent.key, timeout: intent.timeout)
            if finding.isContained { return finding.completion }
            guard surroundings.now() < deadline else { throw .permanent(finding.failure(request.device, within)) }
            await surroundings.sleep(until: surroundings.now() + Self.pause)
        }
    }

    private func look(
        at request: RenderedRequest,
        _ key: StepKey,
        timeout: Duration
    ) async throws(ActionFailure) -> Finding {
        let security = DynamicSecurity(broker: connections.broker(request.connection))
        let refusal: CertificateRefusal
        do throws(OperatorError) {
            refusal = try await connections.registry(request.field("registry")).refusal(of: request.device)
        } catch {
            // It is no silence of the broker, whose connection this is.
            throw .transient(error, isAnswered: true)
        }
        let client = try await security.client(request.device, key, timeout: timeout)
        guard client.isDisabled, client.isBarred, refusal.isRefused else {
            return Finding(client: client, refusal: refusal)
        }
        // Mosquitto 2.0 lets a disabled client back in by its certificate, and lists no connections. Its answer above
        // shows that its loop has gone round since it was told of the CRL, so from then on no handshake succeeds; what
        // came in before is cut here. What shook hands before and connects later finds that it may use no topic.
        try await security.disableAgain(request.device, key, timeout: timeout)
        let later = try await security.client(request.device, key, timeout: timeout)
        return Finding(client: later, refusal: refusal, wasCutLast: true)
    }

    /// What one look showed.
    private struct Finding {
        let client: DynamicSecurity.Client
        let refusal: CertificateRefusal
        /// Whether whatever session there was has been cut after the certificates were refused.
        var wasCutLast = false

        var isSessionGone: Bool { client.isDisabled && (client.connections ?? 0) == 0 }
        var isContained: Bool { isSessionGone && client.isBarred && refusal.isRefused }

        private var sentences: [String] { [session, topics] + refusal.evidence }

        private var topics: String {
            client.isBarred
                ? "it may use no topic there"
                : "it may still use topics there: its first role is not '\(DynamicSecurity.barredRole)', or that allows something"
        }

        /// No more than was seen: of a broker that lists no connections, only what was done to them.
        private var session: String {
            switch (client.isDisabled, client.connections) {
            case (false, _): "its client is not disabled at the broker"
            case (true, 0): "its client is disabled at the broker and has no connection"
            case (true, 1): "its client is disabled at the broker and still has a connection"
            case (true, let count?): "its client is disabled at the broker and still has \(count) connections"
            case (true, nil) where wasCutLast:
                "its client is disabled at the broker, which cut whatever session it had after the refusal"
            case (true, nil): "its client is disabled at the broker, which does not tell whether it is connected"
            }
        }

        var completion: Completion {
            Completion(
                .confirmed,
                output: ["session_gone": true, "certificates_refused": true],
                evidence: sentences.joined(separator: "; ")
            )
        }

        func failure(_ device: DeviceID, _ within: Duration) -> OperatorError {
            OperatorError(
                attempted: "prove within \(within.spoken) that device '\(device)' is cut off",
                reason: sentences.joined(separator: "; "),
                remedy: "the device is NOT contained: bar it at the broker and take its certificate away by hand"
            )
        }
    }
}
