import Domain
import Response
import Transport

/// One request to a configured HTTP party, and what its answer, or the lack of one, proves.
struct HTTPExchange {
    /// Completes "could not …", such as "tell webhook 'soc'".
    let attempted: String
    /// Such as "the receiver".
    let party: String
    let connection: String
    let nature: Nature

    enum Nature {
        /// May be sent again, whatever became of it.
        case reading
        /// The party drops a repeat.
        case repeatable
        /// A repeat is not taken to be harmless.
        case once
    }

    /// - Returns: the answer of a party that did what was asked.
    func answer(
        to request: HTTPRequest,
        from client: HTTPClient
    ) async throws(ActionFailure) -> HTTPResponse {
        let response: HTTPResponse
        do throws(HTTPFailure) {
            response = try await client.send(request)
        } catch .unknownOutcome(.responseTooLarge(let status), _) where nature != .reading && status >= 200 {
            // What it says is too long to be kept; whether it did it, the status says.
            response = HTTPResponse(status: status, headers: [], body: Array("(longer than what is kept)".utf8))
        } catch {
            throw failure(error)
        }
        if let refusal = refusal(response) { throw refusal }
        return response
    }

    /// A status is the party's word: success, or an explicit refusal. After a 5xx it may have acted or not.
    private func refusal(_ response: HTTPResponse) -> ActionFailure? {
        let error = OperatorError(
            attempted: attempted,
            reason: "it answered \(response.status)",
            remedy: "look at the log of \(party), and check the step and 'connections.\(connection)' in cordon.yaml"
        )
        let retryAfter = response.header("retry-after").flatMap { Int64($0) }.map { Duration.seconds($0) }
        return switch response.status {
        case 200..<300: nil
        case 429: .transient(error, retryAfter: retryAfter, isAnswered: true)
        case 408, 500...: unknown(error, retryAfter)
        // To send the browser on is how many answer a form that they have taken in. The others say that nothing is done yet.
        case 300..<400 where nature == .once && ![304, 307, 308].contains(response.status): unknown(error, nil)
        default: .permanent(error)
        }
    }

    private func failure(_ failure: HTTPFailure) -> ActionFailure {
        let error = OperatorError(
            attempted: attempted,
            reason: failure.sentence,
            remedy: "check that \(party) runs, and 'connections.\(connection)' in cordon.yaml"
        )
        return switch failure {
        case .invalidRequest: .permanent(error)
        case .notSent: .transient(error)
        case .unknownOutcome: unknown(error, nil)
        }
    }

    private func unknown(_ error: OperatorError, _ retryAfter: Duration?) -> ActionFailure {
        nature == .reading
            ? .transient(error, retryAfter: retryAfter) : .unknownOutcome(error, retryAfter: retryAfter)
    }
}
