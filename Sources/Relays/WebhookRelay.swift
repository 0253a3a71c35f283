import CEL
package import Domain
import JSON
import Ledger
import Ports
import Transport

/// Posts entries to a receiver of webhooks, signed as Standard Webhooks 1.0.0 has it.
///
/// - Shape: `{"type": "cordon.audit", "timestamp": of the last entry, "data": {"entries": […]}}`, each entry as in
///   ``RelayedEntry/json``. The same entries have the same `webhook-id`, however often they are sent.
/// - Errors: any 2xx is a receipt; 408, 429 and 5xx are tried again; everything else waits for a person.
/// - Source: standard-webhooks/standard-webhooks, spec/standard-webhooks.md.
package struct WebhookRelay: AuditRelay {
    package static let descriptor = RelayDescriptor(
        kind: "webhook",
        summary: "Posts entries to a receiver, signed as Standard Webhooks 1.0.0 has it.",
        settings: [
            .init("url", .url, isRequired: true, "absolute, https"),
            .init("secret_file", .secretFile, isRequired: true, "a file with the whsec_… that the receiver knows"),
            .ca,
        ],
        // Many receivers take no more than 100 KB by default.
        bounds: RelayBounds(entriesMax: 100, bytesMax: 64 * 1_024, bytesPerEntry: 1)
    )

    private let exchange: RelayExchange
    private let secret: RelaySecret
    private let parts: RelayParts

    package init(_ settings: RelaySettings, _ parts: RelayParts) throws(OperatorError) {
        exchange = RelayExchange(settings: settings, url: try settings.url("url"), client: parts.client)
        secret = try settings.requiredSecret("secret_file")
        self.parts = parts
    }

    package func deliver(_ entries: [RelayedEntry]) async throws(RelayFailure) {
        guard let last = entries.last else { return }
        let body = JSONText.write([
            "type": "cordon.audit",
            "timestamp": .timestamp(Timestamp(nanosecondsSinceEpoch: last.record.time.nanosecondsSinceEpoch)),
            "data": ["entries": .list(entries.map(\.document))],
        ])
        let headers = StandardWebhook.headers(
            id: "audit_\(Digest(of: body).description.prefix(32))",
            body: body,
            secret: try secret.current(),
            // The receiver compares it with its own clock.
            at: parts.surroundings.wallClock()
        )
        guard let headers else { throw .refused(exchange.error("the secret is not whsec_… and base64")) }
        let response = try await exchange.post(
            body,
            headers: [HTTPField("content-type", "application/json")] + headers
        )
        guard (200..<300).contains(response.status) else { throw exchange.failure(response) }
    }
}
