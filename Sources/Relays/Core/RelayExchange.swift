import Domain
import Transport

/// Posts to a receiver over HTTP, and reads from its answer, or the lack of one, what to do next.
struct RelayExchange: Sendable {
    /// Long enough for a receiver that is busy; a repetition costs more than a little patience.
    private static let timeout: Duration = .seconds(30)
    /// Of an answer. Nobody needs to say more than what is wrong.
    private static let answerBytesMax = 65_536

    let settings: RelaySettings
    let url: String
    let client: HTTPClient

    /// - Returns: an answer of any status.
    func post(_ body: [UInt8], headers: [HTTPField]) async throws(RelayFailure) -> HTTPResponse {
        let request = HTTPRequest(
            method: "POST",
            url: url,
            headers: headers,
            body: body,
            timeout: Self.timeout,
            connectTimeout: .seconds(10),
            tls: TLSFiles(caFile: settings.text("ca")),
            resolvePins: try await pins(),
            responseBytesMax: Self.answerBytesMax
        )
        do throws(HTTPFailure) {
            return try await client.send(request)
        } catch {
            let reason = self.error(error.sentence)
            switch error {
            case .invalidRequest: throw .refused(reason)
            case .notSent, .unknownOutcome: throw .transient(reason)
            }
        }
    }

    /// What an answer means that is no success: only these may be another one later.
    func failure(_ response: HTTPResponse, saying more: String? = nil) -> RelayFailure {
        let reason = error("it answered \(response.status)\(more.map { ": \($0)" } ?? "")")
        let retryAfter = response.header("retry-after").flatMap { Int64($0) }.map { Duration.seconds(max(0, $0)) }
        return switch response.status {
        case 408, 429, 500...: .transient(reason, retryAfter: retryAfter)
        default: .refused(reason)
        }
    }

    func error(_ reason: String) -> OperatorError {
        OperatorError(
            attempted: "send entries of the audit log to '\(settings.name)'",
            reason: reason,
            remedy: "look at the log of the receiver, and check '\(settings.place)' in cordon.yaml"
        )
    }

    private func pins() async throws(RelayFailure) -> [String] {
        do throws(ActionFailure) {
            return try await OutboundAddress(
                of: "relay '\(settings.name)'",
                setting: settings.place,
                url: url,
                allowsPrivateAddresses: settings.flag("allow_private")
            ).pins()
        } catch {
            throw RelayFailure(error)
        }
    }
}

extension RelayFailure {
    /// Why a receiver could not be found.
    init(_ failure: ActionFailure) {
        self =
            switch failure {
            case .permanent(let error): .refused(error)
            case .transient(let error, let retryAfter, _), .unknownOutcome(let error, let retryAfter):
                .transient(error, retryAfter: retryAfter)
            }
    }
}
