import CEL
import Domain
import HTTPTypes
import Ports

/// `GET /v1/status`: how the engine is now.
///
/// - Shape: `{"connections": [{"name": "broker", "answers": false, "since": "2026-…", "reason": "…"}]}`; the connections
///   are those that something was sent on, and `since` and `reason` stand where one does not answer.
struct StatusRoute: Sendable {
    private let parts: ConsoleParts

    init(_ parts: ConsoleParts) { self.parts = parts }

    func answer(_ call: Call) async throws(ConsoleProblem) -> Answer {
        let status = parts.status.status()
        return Answer(.ok, ["connections": .list(status.connections.map(Self.document))])
    }

    private static func document(_ connection: ConnectionStatus) -> Value {
        var members: [(String, Value)] = [
            ("name", .string(connection.name)), ("answers", .bool(connection.outage == nil)),
        ]
        if let outage = connection.outage {
            members += [("since", IncidentDocument.time(outage.since)), ("reason", .string(outage.reason))]
        }
        return .map(members)
    }
}
