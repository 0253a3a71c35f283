package import Foundation
import HTTPTypes
import Hummingbird
package import JSON
import Logging
import Synchronization

/// A receiver of webhooks on 127.0.0.1 that checks signatures, keeps what it got, and answers as a script says.
package final class WebhookReceiver: Sendable {
    package enum Answer: Hashable, Sendable {
        case status(Int)
        /// The request is kept waiting until ``answerNow()``.
        case hold
    }

    /// A request as it came.
    package struct Message: Hashable, Sendable {
        /// The header `webhook-id`, the same over all repeats.
        package let id: String
        package let timestamp: String
        package let body: [UInt8]
        package let isSignatureValid: Bool
        package let received: Date

        package var text: String { String(decoding: body, as: UTF8.self) }
        package var json: JSONDocument? { try? JSONDocument.parse(body) }
    }

    private struct State {
        var messages: [Message] = []
        var script: [Answer] = []
        /// Counts the calls of `answerNow`.
        var releases = 0
        var server: Task<Void, any Error>?
        /// Why the server ended by itself, such as for a port that somebody else has.
        var failure: (any Error)?
        var isListening = false
    }

    package let port: UInt16
    private let signature: WebhookSignature
    private let state = Mutex(State())

    package init(secret: String) throws {
        port = LoopbackPort.free()
        signature = try WebhookSignature(secret: secret)
    }

    deinit { state.withLock(\.server)?.cancel() }

    package var url: String { "http://127.0.0.1:\(port)/hooks/cordon" }
    package var messages: [Message] { state.withLock(\.messages) }

    /// The answers to the next requests, in order; after them 200.
    package func answer(_ script: Answer...) { state.withLock { $0.script = script } }

    /// Ends every hold; the requests are answered with 200.
    package func answerNow() { state.withLock { $0.releases += 1 } }

    /// Returns when it accepts connections. After ``stop()`` it comes back on the same port.
    package func start() async throws {
        let router = Router()
        router.post("/hooks/cordon") { [weak self] request, _ in
            let bytes = Array(buffer: try await request.body.collect(upTo: 1_048_576))
            return Response(status: .init(code: await self?.receive(bytes, request.headers) ?? 503))
        }
        var logger = Logger(label: "webhook-receiver")
        logger.logLevel = .critical
        let application = Application(
            router: router,
            configuration: .init(address: .hostname("127.0.0.1", port: Int(port)), serverName: nil),
            onServerRunning: { [weak self] _ in self?.state.withLock { $0.isListening = true } },
            logger: logger
        )
        let server = Task { [weak self] in
            do {
                try await application.run()
            } catch {
                self?.state.withLock { $0.failure = error }
                throw error
            }
        }
        state.withLock { state in
            state.failure = nil
            state.server = server
        }
        try await eventually("the webhook receiver accepts connections") {
            if let failure = state.withLock(\.failure) {
                throw TestbedFailure("the webhook receiver did not start on port \(port): \(failure)")
            }
            return state.withLock(\.isListening)
        }
    }

    /// From here on connections are refused.
    package func stop() async {
        let server = state.withLock { state in
            state.isListening = false
            return state.server
        }
        server?.cancel()
        _ = await server?.result
    }

    /// - Returns: the status to answer with.
    private func receive(_ body: [UInt8], _ headers: HTTPFields) async -> Int {
        let (answer, releases) = state.withLock { state in
            state.messages.append(message(body, headers))
            return (state.script.isEmpty ? .status(200) : state.script.removeFirst(), state.releases)
        }
        switch answer {
        case .status(let status): return status
        case .hold:
            try? await eventually("a held answer is asked for", within: .seconds(120)) {
                state.withLock { $0.releases > releases }
            }
            return 200
        }
    }

    private func message(_ body: [UInt8], _ headers: HTTPFields) -> Message {
        func header(_ name: String) -> String { HTTPField.Name(name).flatMap { headers[$0] } ?? "" }
        let id = header("webhook-id")
        let timestamp = header("webhook-timestamp")
        let isSignatureValid = signature.verifies(
            id: id,
            timestamp: timestamp,
            signatures: header("webhook-signature"),
            body: body
        )
        return Message(id: id, timestamp: timestamp, body: body, isSignatureValid: isSignatureValid, received: .now)
    }
}
