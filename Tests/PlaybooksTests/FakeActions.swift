import Domain
import Playbooks

/// Descriptors shaped like those of the built-in actions.
enum FakeActions {
    static let all: [ActionDescriptor] = [
        deviceCommand, sessionDisconnect, sessionRestore, certificateDeactivate, certificateReactivate,
        certificateRevoke, webhookSend, httpRequest, deviceVerify, note,
    ]

    static let connections: [String: ConnectionKind] = [
        "broker": .broker, "registry": .registry, "soc": .webhook, "firewall": .http,
    ]

    static let context = CompilerContext(actions: all, connections: connections)

    static let deviceCommand = ActionDescriptor(
        name: "device.command",
        summary: "Tells a device something over MQTT.",
        parameters: [
            parameter("connection", .connection(.broker), isRequired: true),
            parameter("topic", .topic, isRequired: true),
            parameter("payload", .document, isRequired: true),
            parameter("confirm", .confirmation),
        ],
        outputs: nil,
        receiver: .once,
        reversal: .notNeeded,
        touchesDevice: true,
        overall: .seconds(120),
        permissions: [],
        example: ""
    )

    static let sessionDisconnect = simple("session.disconnect", .broker, .inverse("session.restore"))
    static let sessionRestore = simple("session.restore", .broker, .notNeeded)
    static let certificateDeactivate = simple(
        "certificate.deactivate",
        .registry,
        .inverse("certificate.reactivate"),
        refusesCertificates: true
    )
    static let certificateReactivate = simple("certificate.reactivate", .registry, .notNeeded)

    static let certificateRevoke = ActionDescriptor(
        name: "certificate.revoke",
        summary: "Revokes a device's certificates for good.",
        parameters: [
            parameter("connection", .connection(.registry), isRequired: true),
            parameter("reason", .choice(RevocationReason.allCases.map(\.text))),
        ],
        receiver: .idempotent,
        reversal: .final,
        touchesDevice: true,
        refusesCertificates: true,
        overall: .seconds(900),
        permissions: [],
        example: ""
    )

    static let webhookSend = ActionDescriptor(
        name: "webhook.send",
        summary: "Tells a person or a program.",
        parameters: [
            parameter("connection", .connection(.webhook), isRequired: true),
            parameter("text", .text, isRequired: true),
            parameter("type", .text),
            parameter("data", .document),
        ],
        receiver: .idempotent,
        reversal: .notNeeded,
        touchesDevice: false,
        overall: .seconds(86_400),
        permissions: [],
        example: ""
    )

    static let httpRequest = ActionDescriptor(
        name: "http.request",
        summary: "Sends a request to an API.",
        parameters: [
            parameter("connection", .connection(.http), isRequired: true),
            parameter("method", .choice(["GET", "POST"]), isRequired: true),
            parameter("path", .path, isRequired: true),
        ],
        receiver: .once,
        reversal: .notNeeded,
        touchesDevice: false,
        openReach: .init(unless: "method", isOneOf: ["GET"]),
        overall: .seconds(300),
        permissions: [],
        example: ""
    )

    static let deviceVerify = ActionDescriptor(
        name: "device.verify",
        summary: "Proves that a device has no session and that its certificates are refused.",
        parameters: [
            parameter("broker", .connection(.broker), isRequired: true),
            parameter("registry", .connection(.registry), isRequired: true),
            parameter("within", .duration),
        ],
        receiver: .pure,
        reversal: .notNeeded,
        touchesDevice: false,
        provesContainment: true,
        overall: .seconds(300),
        permissions: [],
        example: ""
    )

    /// For the tests of order, where nothing but the step itself matters.
    static let note = ActionDescriptor(
        name: "note",
        summary: "Does nothing.",
        parameters: [
            parameter("text", .document), parameter("topic", .topic), parameter("line", .text),
            parameter("word", .choice(["one", "two"])), parameter("pause", .duration),
        ],
        outputs: nil,
        receiver: .pure,
        reversal: .notNeeded,
        touchesDevice: false,
        overall: .seconds(60),
        permissions: [],
        example: ""
    )

    private static func simple(
        _ name: String,
        _ kind: ConnectionKind,
        _ reversal: ActionDescriptor.Reversal,
        refusesCertificates: Bool = false
    ) -> ActionDescriptor {
        ActionDescriptor(
            name: name,
            summary: "Sets a state.",
            parameters: [parameter("connection", .connection(kind), isRequired: true)],
            receiver: .idempotent,
            reversal: reversal,
            touchesDevice: true,
            refusesCertificates: refusesCertificates,
            overall: .seconds(900),
            permissions: [],
            example: ""
        )
    }

    private static func parameter(
        _ name: String,
        _ type: ActionDescriptor.ParameterType,
        isRequired: Bool = false
    ) -> ActionDescriptor.Parameter {
        ActionDescriptor.Parameter(name, type, isRequired: isRequired, summary: "what it says")
    }
}
