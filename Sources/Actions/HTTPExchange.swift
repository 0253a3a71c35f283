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
    /// What only reads may be sent again, whatever became of it.
    let isReading: Bool

    /// - Returns: the answer of a party that did what was asked.
    func answer(
        to request: HTTPRequest,
        from client: HTTPClient
    ) async throws(ActionFailure) -> HTTPResponse {
        let response: HTTPResponse
        do throws(HTTPFailure) {
            response = try await client.send(request)
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
        isReading ? .transient(error, retryAfter: retryAfter) : .unknownOutcome(error, retryAfter: retryAfter)
    }
}
