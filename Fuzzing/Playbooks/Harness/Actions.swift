import CEL
import Domain
import Playbooks

/// Actions with the names and shapes of the built-in ones, which would bring the edges into this build.
enum Actions {
    static let all = [
        action(
            "device.command",
            [("connection", .connection(.broker)), ("topic", .topic), ("payload", .document)],
            optional: [("confirm", .confirmation)],
            outputs: nil,
            receiver: .once,
            touchesDevice: true
        ),
        action(
            "session.disconnect",
            [("connection", .connection(.broker))],
            outputs: [("disabled", .bool)],
            reversal: .inverse("session.restore"),
            touchesDevice: true
        ),
        action(
            "session.restore",
            [("connection", .connection(.broker))],
            outputs: [("disabled", .bool)],
            reversal: .inverse("session.disconnect"),
            touchesDevice: true
        ),
        action(
            "certificate.deactivate",
            [("connection", .connection(.registry))],
            outputs: certificates,
            reversal: .inverse("certificate.reactivate"),
            touchesDevice: true
        ),
        action(
            "certificate.reactivate",
            [("connection", .connection(.registry))],
            outputs: certificates,
            reversal: .inverse("certificate.deactivate"),
            touchesDevice: true
        ),
        action(
            "certificate.revoke",
            [("connection", .connection(.registry))],
            optional: [("reason", .choice(RevocationReason.allCases.map(\.text)))],
            outputs: certificates,
            reversal: .final,
            touchesDevice: true
        ),
        action(
            "device.verify",
            [("broker", .connection(.broker)), ("registry", .connection(.registry))],
            optional: [("within", .duration)],
            outputs: [("session_gone", .bool), ("certificates_refused", .bool)],
            receiver: .pure
        ),
        action(
            "webhook.send",
            [("connection", .connection(.webhook)), ("text", .text)],
            optional: [("type", .text), ("data", .document)],
            outputs: [("status", .int)]
        ),
        action(
            "http.request",
            [("connection", .connection(.http)), ("method", .choice(["GET", "POST"])), ("path", .path)],
            optional: [("headers", .document), ("body", .document)],
            outputs: [("status", .int), ("body", .dyn)],
            receiver: .once,
            openReach: .init(unless: "method", isOneOf: ["GET"])
        ),
        action(
            "message.await",
            [("connection", .connection(.broker)), ("confirm", .confirmation)],
            outputs: nil,
            receiver: .pure,
            listens: true
        ),
    ]

    private static let certificates: [(String, CELType)] = [("serials", .list(.string)), ("already", .int)]

    private static func action(
        _ name: String,
        _ required: [(String, ActionDescriptor.ParameterType)],
        optional: [(String, ActionDescriptor.ParameterType)] = [],
        outputs: [(String, CELType)]?,
        receiver: ActionDescriptor.Receiver = .idempotent,
        reversal: ActionDescriptor.Reversal = .notNeeded,
        touchesDevice: Bool = false,
        openReach: ActionDescriptor.OpenReach? = nil,
        listens: Bool = false
    ) -> ActionDescriptor {
        ActionDescriptor(
            name: name,
            summary: "",
            parameters: required.map { .init($0, $1, isRequired: true, summary: "") }
                + optional.map { .init($0, $1, summary: "") },
            outputs: outputs?.map { .init($0, $1, summary: "") },
            receiver: receiver,
            reversal: reversal,
            touchesDevice: touchesDevice,
            openReach: openReach,
            listens: listens,
            overall: .seconds(120),
            permissions: [],
            example: ""
        )
    }
}
