import Domain
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

    /// Shows it the checkpoint. At most two requests: the second where it says from where it needs the proof.
    func hold(
        _ dialogue: inout CosigningDialogue,
        proof: (_ old: UInt64, _ new: UInt64) async throws(OperatorError) -> ConsistencyProof
    ) async throws(OperatorError) -> CosigningDialogue.Next {
        var next = CosigningDialogue.Next.send
        while next == .send {
            let hashes =
                dialogue.needsProof ? try await proof(dialogue.oldSize, dialogue.checkpoint.size).hashes : []
            guard let request = dialogue.request(hashes) else { return .failed("our last checkpoint cannot be read") }
            do throws(HTTPFailure) {
                let response = try await send(request)
                next = dialogue.take(
                    status: response.status,
                    contentType: response.header("content-type"),
                    body: response.body
                )
            } catch {
                return .failed(error.sentence)
            }
        }
        return next
    }

    private func send(_ request: String) async throws(HTTPFailure) -> HTTPResponse {
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
