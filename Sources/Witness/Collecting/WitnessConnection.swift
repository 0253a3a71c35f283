public import Ledger
public import Transport

/// A witness that is configured.
public struct WitnessConnection: Sendable {
    public let key: WitnessKey
    /// What stands before `/add-checkpoint`.
    public let url: String
    public let tls: TLSFiles
    public let client: HTTPClient

    public init(key: WitnessKey, url: String, tls: TLSFiles, client: HTTPClient) {
        self.key = key
        self.url = url.hasSuffix("/") ? String(url.dropLast()) : url
        self.tls = tls
        self.client = client
    }

    func send(_ request: String) async throws(HTTPFailure) -> HTTPResponse {
        try await client.send(
            HTTPRequest(
                method: "POST",
                url: "\(url)/add-checkpoint",
                headers: [HTTPField("content-type", "text/plain; charset=utf-8")],
                body: Array(request.utf8),
                timeout: WitnessLimits.requestTimeout,
                tls: tls,
                responseBytesMax: WitnessLimits.answerBytesMax
            )
        )
    }
}
