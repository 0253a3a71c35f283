import CEL
package import Domain
import JSON
import Ledger
import Transport

/// Sends entries to the log intake of Datadog.
///
/// - Shape: `POST /api/v2/logs` with the header `DD-API-KEY`, an array of at most 1,000 logs and 5 MB. Each has the
///   reserved attributes `ddsource`, `ddtags`, `hostname`, `service`, `status`, `timestamp` and `message`, and the entry
///   under `cordon`.
/// - Errors: 202 is a receipt; 408, 429 and 5xx are tried again; everything else waits for a person.
/// - Source: Datadog API reference, "Send logs" (v2), and "Log configuration: pipelines".
package struct DatadogRelay: AuditRelay {
    package static let descriptor = RelayDescriptor(
        kind: "datadog",
        summary: "Sends entries to the HTTP log intake of Datadog (v2).",
        settings: [
            .init("api_key_file", .secretFile, isRequired: true, "a file with an API key"),
            .init(
                "url",
                .url,
                standard: "https://http-intake.logs.datadoghq.com",
                "the intake of your site, such as https://http-intake.logs.datadoghq.eu"
            ),
            .init("service", .text, standard: "cordon", "what Datadog calls the service"),
            .init("tags", .text, "tags, as in `env:prod,site:plant-7`"),
            .ca,
        ],
        // What stands around an entry repeats some of it: the sentence, the tags, the names.
        bounds: RelayBounds(entriesMax: 1_000, bytesMax: 4_000_000, bytesPerEntry: 4_096)
    )

    private let exchange: RelayExchange
    private let key: RelaySecret
    private let service: String
    private let tags: String

    package init(_ settings: RelaySettings, _ parts: RelayParts) throws(OperatorError) {
        var url = try settings.url("url", standard: "https://http-intake.logs.datadoghq.com")
        while url.hasSuffix("/") { url.removeLast() }
        exchange = RelayExchange(settings: settings, url: url + "/api/v2/logs", client: parts.client)
        key = try settings.requiredSecret("api_key_file")
        service = settings.text("service") ?? "cordon"
        tags = settings.text("tags") ?? ""
    }

    package func deliver(_ entries: [RelayedEntry]) async throws(RelayFailure) {
        let body = JSONText.write(.list(entries.map(log)))
        let key = try key.current().reveal { copy $0 }
        let response = try await exchange.post(
            body,
            headers: [HTTPField("content-type", "application/json"), HTTPField("dd-api-key", key)]
        )
        guard response.status == 202 else { throw exchange.failure(response) }
    }

    private func log(_ entry: RelayedEntry) -> Value {
        [
            "ddsource": "cordon", "ddtags": .string(tags), "hostname": .string(entry.entry.node),
            "service": .string(service), "status": .string(entry.severity.text),
            "timestamp": .int(entry.record.time.millisecondsSinceEpoch), "message": .string(entry.sentence),
            "cordon": entry.document,
        ]
    }
}
