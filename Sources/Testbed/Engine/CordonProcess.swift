import Glibc
package import JSON
import Transport

/// A running `cordon serve`.
package final class CordonProcess: Sendable {
    package struct Answer: Sendable {
        package let status: Int
        package let contentType: String
        package let text: String
        package var json: JSONDocument? { try? JSONDocument.parse(Array(text.utf8)) }

        /// The incidents that the events opened or joined, as `POST /v1/events` answers.
        package var incidents: [String] {
            json?["events"].items.flatMap { $0["incidents"].items.compactMap(\.string) } ?? []
        }
    }

    package let url: String
    private let process: ChildProcess
    private let tokens: CordonInstallation.Tokens
    private let client = HTTPClient()

    init(_ process: ChildProcess, url: String, _ tokens: CordonInstallation.Tokens) {
        self.process = process
        self.url = url
        self.tokens = tokens
    }

    deinit { client.shutdown() }

    package var log: String { process.errors.text }
    package var isRunning: Bool { process.isRunning }

    /// As a crash would.
    package func kill() async throws { try await process.kill() }

    /// Asks it to end, and goes on at once.
    package func terminate() { process.signal(SIGTERM) }

    /// Returns when it has ended, having drained.
    package func ended() async throws -> ChildProcess.Ending { try await process.ended() }

    /// - Throws: `HTTPFailure` where no answer came; then the event may have been accepted or not.
    package func post(_ event: EventSample, token: String? = nil) async throws -> Answer {
        let headers = [HTTPField("authorization", "Bearer \(token ?? tokens.intake)")] + event.headers
        return try await send("POST", "/v1/events", headers, event.body)
    }

    package func incident(_ id: String) async throws -> Answer {
        try await send("GET", "/v1/incidents/\(id)", [HTTPField("authorization", "Bearer \(tokens.admin)")], [])
    }

    /// How the engine is, as `GET /v1/status` tells.
    package func status() async throws -> Answer {
        try await send("GET", "/v1/status", [HTTPField("authorization", "Bearer \(tokens.admin)")], [])
    }

    private func send(
        _ method: String,
        _ path: String,
        _ headers: [HTTPField],
        _ body: [UInt8]
    ) async throws -> Answer {
        let request = HTTPRequest(method: method, url: url + path, headers: headers, body: body, timeout: .seconds(15))
        let response = try await client.send(request)
        return Answer(
            status: response.status,
            contentType: response.header("content-type") ?? "",
            text: String(decoding: response.body, as: UTF8.self)
        )
    }
}
