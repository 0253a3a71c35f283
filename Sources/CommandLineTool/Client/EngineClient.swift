import CEL
import Domain
import Foundation
import JSON
import Transport

/// The API of the engine that works on the folder.
struct EngineClient {
    let settings: Settings
    /// Completes "could not …" where it fails.
    let attempted: String

    /// The members of its answer.
    /// - Throws: where it does not answer, or answers that it does not do it.
    func post(_ path: String, _ body: Value) async throws -> MapValue {
        guard let token = ProcessInfo.processInfo.environment["CORDON_TOKEN"] else {
            throw error(
                "CORDON_TOKEN is not set, and the engine takes orders with a token alone",
                "set it to your token: 'cordon tokens add NAME' makes one, which an engine knows from its next start on"
            )
        }
        guard !token.isEmpty, token.unicodeScalars.allSatisfy({ $0.isASCII && $0.isPrintable && $0 != " " }) else {
            throw error(
                "CORDON_TOKEN is empty, or holds a blank, a line's end or what else no token has",
                "set it to the token alone, as it was printed"
            )
        }
        let response = try await send(path, JSONText.write(body), token)
        guard (200..<300).contains(response.status), case .map(let answer)? = try? JSONText.parse(response.body) else {
            throw refusal(response)
        }
        return answer
    }

    /// Why the engine was not told, in a sentence: what is wrong with a configuration fills a page.
    static func reason(of error: any Error) -> String {
        (error as? OperatorError)?.reason ?? String("\(error)".prefix { $0 != "\n" })
    }

    private func send(_ path: String, _ body: [UInt8], _ token: String) async throws -> HTTPResponse {
        let (host, port) = try settings.listen()
        let scheme = settings.tls == nil ? "http" : "https"
        let name = host.contains(":") ? "[\(host)]" : host
        let client = HTTPClient()
        defer { client.shutdown() }
        do throws(HTTPFailure) {
            return try await client.send(
                HTTPRequest(
                    method: "POST",
                    url: "\(scheme)://\(name):\(port)\(path)",
                    headers: [
                        HTTPField("authorization", "Bearer \(token)"), HTTPField("content-type", "application/json"),
                    ],
                    body: body
                )
            )
        } catch {
            throw self.error(error.sentence, "check 'listen' in cordon.yaml, and that the engine runs: cordon serve")
        }
    }

    /// What the engine says of it, where it says something.
    private func refusal(_ response: HTTPResponse) -> OperatorError {
        if response.status == 401 {
            return error(
                "the engine knows no token like the one in CORDON_TOKEN",
                "set it to yours; one that 'cordon tokens add' made is known from the engine's next start on"
            )
        }
        if case .map(let problem)? = try? JSONText.parse(response.body), case .string(let detail)? = problem["detail"] {
            let remedy: String? = if case .string(let text)? = problem["remedy"] { text } else { nil }
            return error(Terminal.safe(detail), Terminal.safe(remedy ?? "mend what it says"))
        }
        let said = String(decoding: response.body.prefix(2_000), as: UTF8.self)
        return error("the engine answered \(response.status): \(Terminal.safe(said))", "mend what it says")
    }

    private func error(_ reason: String, _ remedy: String) -> OperatorError {
        OperatorError(attempted: attempted, reason: reason, remedy: remedy)
    }
}
