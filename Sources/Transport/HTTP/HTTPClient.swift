/// Sends HTTP requests over kept connections, on one thread of its own.
///
/// Nothing blocks on Swift's cooperative pool; cancelling the task aborts the transfer. The client never repeats a
/// request that is not idempotent: libcurl's own repetition after a dead connection is shut off for those.
/// Connections are kept per client and shared by requests with the same host and the same TLS files.
public final class HTTPClient: Sendable {
    private let loop: CurlLoop

    public init(limits: HTTPLimits = HTTPLimits()) {
        loop = CurlLoop(limits: limits)
        loop.start()
    }

    deinit { loop.stop() }

    /// - Returns: an answer of any status, 4xx and 5xx included.
    /// - Throws: ``HTTPFailure/notSent(_:_:)`` where certainly nothing happened,
    ///   ``HTTPFailure/unknownOutcome(_:_:)`` where it may have, ``HTTPFailure/invalidRequest(_:)``.
    public func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
        let submission = try loop.submit(request)
        let outcome = await withTaskCancellationHandler {
            await submission.reply.result()
        } onCancel: {
            loop.cancel(submission)
        }
        return try outcome.get()
    }

    /// Refuses new requests and gives up those under way; each of them ends with a failure.
    public func shutdown() {
        loop.stop()
    }
}
