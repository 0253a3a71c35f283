import CEL
public import Domain
import Foundation
import JSON
public import Playbooks
public import Ports
public import Response
import Transport

/// Tells an outside party, signed as Standard Webhooks 1.0.0 has it.
///
/// `webhook-id` is the step's key, the same over all attempts: a receiver that keeps the rule drops a repeat. So an
/// unknown outcome (a 5xx, a timeout) is simply sent again.
public struct WebhookSendAction: BuiltInAction {
    public static let descriptor = ActionDescriptor(
        name: "webhook.send",
        summary: "Posts a signed message to a configured receiver (Standard Webhooks).",
        parameters: [
            .init("connection", .connection(.webhook), isRequired: true, summary: "The configured receiver."),
            .init("text", .text, isRequired: true, summary: "A sentence for a person."),
            .init("type", .text, summary: "The message's `type`; `cordon.incident` unless given."),
            .init("data", .document, summary: "A mapping of further fields of `data`."),
        ],
        outputs: [.init("status", .int, summary: "The HTTP status that the receiver answered.")],
        receiver: .idempotent,
        reversal: .notNeeded,
        touchesDevice: false,
        overall: .seconds(24 * 3_600),
        permissions: [],
        example: """
            - id: tell
              action: webhook.send
              with: {connection: soc, text: "${{ device.id }}: ${{ run.outcome }}"}
            """
    )

    private let connections: Connections
    private let surroundings: any Surroundings

    public init(_ connections: Connections, _ surroundings: any Surroundings) {
        self.connections = connections
        self.surroundings = surroundings
    }

    public static func render(_ call: RenderingCall) throws(OperatorError) -> RenderedRequest {
        var data: [(String, Value)] = [
            ("text", .string(try call.required("text"))), ("device", .string(call.device.description)),
            ("incident", .string(call.incident.description)), ("run", .string(call.run.description)),
            ("playbook", .string(call.playbook)), ("drill", .bool(call.isDrill)),
        ]
        // First, so that what we say of the incident ourselves is never replaced.
        if case .map(let more)? = call["data"] {
            data =
                more.entries.compactMap { entry in
                    if case .string(let name) = entry.key { (name, entry.value) } else { nil }
                } + data
        }
        let body: Value = [
            "type": .string(call.text("type") ?? "cordon.incident"),
            "timestamp": .timestamp(Timestamp(nanosecondsSinceEpoch: call.now.nanosecondsSinceEpoch)),
            "data": .map(data),
        ]
        return call.request([.init("webhook-id", call.key.description), .init("body", JSONText.string(body))])
    }

    public func perform(_ intent: consuming RecordedIntent) async throws(ActionFailure) -> Completion {
        let request = intent.request
        let webhook = connections.webhook(request.connection)
        let (pins, left) = try await OutboundAddress(
            of: "connection '\(webhook.name)'",
            setting: "connections.\(webhook.name)",
            url: webhook.url,
            allowsPrivateAddresses: webhook.allowsPrivateAddresses
        ).pins(within: intent.timeout)
        let exchange = HTTPExchange(
            attempted: "tell webhook '\(webhook.name)'",
            party: "the receiver",
            connection: webhook.name,
            nature: .repeatable
        )
        let response = try await exchange.answer(
            to: try signed(request, for: webhook, pins, left),
            from: webhook.client
        )
        return Completion(
            .confirmed,
            output: ["status": .int(Int64(response.status))],
            evidence: "webhook '\(webhook.name)' answered \(response.status)"
        )
    }

    private func signed(
        _ request: RenderedRequest,
        for webhook: WebhookConnection,
        _ pins: [String],
        _ timeout: Duration
    ) throws(ActionFailure) -> HTTPRequest {
        let body = Array(request.field("body").utf8)
        guard
            let headers = StandardWebhook.headers(
                id: request.field("webhook-id"),
                body: body,
                secret: webhook.secret,
                // The receiver compares it with its own clock.
                at: surroundings.wallClock()
            )
        else {
            throw .permanent(
                OperatorError(
                    attempted: "sign a message to webhook '\(webhook.name)'",
                    reason: "its secret is not base64",
                    remedy: "write it as whsec_…"
                )
            )
        }
        return HTTPRequest(
            method: "POST",
            url: webhook.url,
            headers: [HTTPField("content-type", "application/json")] + headers,
            body: body,
            timeout: timeout,
            connectTimeout: min(timeout, .seconds(5)),
            tls: webhook.tls,
            resolvePins: pins,
            responseBytesMax: 65_536
        )
    }
}
