import CEL
import Domain
import HTTPTypes
import Ports

/// `GET /v1/status`: how the engine is now.
///
/// - Shape: `{"runs_open": 3, "effects_under_way": 1, "waiting": 0, "clock_gap_ms": 0, "senders": [{"name":
///   "source:monitor", "refused": 12}], "stranded": [{"incident": "inc_…", "run": "run_…", "playbook": "botnet", "reason":
///   "PB0101: …"}], "connections": [{"name": "broker", "answers": false, "since": "2026-…",
///   "reason": "…"}]}`; the senders are those that brought more events than they may. Stranded runs need a person, because
///   their playbook does not compile with this engine. The connections are those that
///   something was sent on, and `since` and `reason` stand where one does not answer. `no_room_since` stands there while the disk is full.
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
        let refused = parts.rates.refused.map {
            Value.map([("name", .string($0.sender)), ("refused", .int(Int64($0.count)))])
        }
        members.append(("senders", .list(refused)))
        members.append(("stranded", .list(status.stranded.map(Self.document))))
        members.append(("connections", .list(status.connections.map(Self.document))))
        return Answer(.ok, .map(members))
    }

    private static func document(_ run: StrandedRun) -> Value {
        [
            "incident": .string(run.incident.description), "run": .string(run.run.description),
            "playbook": .string(run.playbook), "reason": .string(run.reason),
        ]
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
