import CEL
import Domain
import HTTPTypes
import Ports

/// `GET /v1/status`: how the engine is now.
///
/// - Shape: `{"runs_open": 3, "effects_under_way": 1, "waiting": 0, "clock_gap_ms": 0, "connections": [{"name": "broker",
///   "answers": false, "since": "2026-…", "reason": "…"}]}`; the connections are those that something was sent on, and `since` and `reason`
///   stand where one does not answer. `no_room_since` stands there while the disk is full. Where the audit log is sent on,
///   `"relays": [{"name": "siem", "behind": 12, "behind_ms": 4200, "since": "2026-…", "reason": "…", "waits_for_person":
///   false}]`; the last three stand where a receiver does not take what it is sent.
struct StatusRoute: Sendable {
    private let parts: ConsoleParts

    init(_ parts: ConsoleParts) { self.parts = parts }

    func answer(_ call: Call) async throws(ConsoleProblem) -> Answer {
        let status = parts.status.status()
        var members: [(String, Value)] = [
            ("runs_open", .int(Int64(status.runsOpen))), ("effects_under_way", .int(Int64(status.effectsUnderWay))),
            ("waiting", .int(Int64(status.lettersWaiting))), ("clock_gap_ms", .int(status.clockGap.milliseconds)),
        ]
        if let since = status.noRoomSince { members.append(("no_room_since", IncidentDocument.time(since))) }
        members.append(("connections", .list(status.connections.map(Self.document))))
        if !status.relays.isEmpty { members.append(("relays", .list(status.relays.map(Self.document)))) }
        return Answer(.ok, .map(members))
    }

    private static func document(_ relay: RelayStatus) -> Value {
        var members: [(String, Value)] = [
            ("name", .string(relay.name)), ("behind", .uint(relay.behind)),
            ("behind_ms", .int(relay.behindFor.milliseconds)),
        ]
        if let outage = relay.outage {
            members += [
                ("since", IncidentDocument.time(outage.since)), ("reason", .string(outage.reason)),
                ("waits_for_person", .bool(relay.waitsForPerson)),
            ]
        }
        return .map(members)
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
