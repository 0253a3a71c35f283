import CEL
import Domain
import HTTPTypes
import Intake
import Ports

/// `GET /v1/status`: how the engine is now.
///
/// - Shape: `{"runs_open": 3, "effects_under_way": 1, "waiting": 0, "clock_gap_ms": 0, "senders": [{"name":
///   "source:monitor", "refused": 12}], "stranded": [{"incident": "inc_…", "run": "run_…", "playbook": "botnet", "reason":
///   "PB0101: …"}], "connections": [{"name": "broker", "answers": false, "since": "2026-…",
///   "reason": "…"}]}`; the senders are those that brought more events than they may. Stranded runs need a person, because
///   their playbook does not compile with this engine, or because they ended it again and again. The connections are
///   those that something was sent on, and `since` and `reason` stand where one does not answer. `no_room_since` stands
///   there while the disk is full. Where the audit log has witnesses, `witnesses` is a list of
///   `{"name": "…", "cosigned_size": 4120, "cosigned_at": "2026-…",
///   "cosigns": false, "since": "2026-…", "reason": "…", "contradiction": "…"}`; `contradiction` stands where one says that
///   the log has two histories. Where the audit log is sent on, `relays` is a list of
///   `{"name": "siem", "behind": 12, "behind_ms": 4200, "since": "2026-…", "reason": "…", "waits_for_person": false}`; the last
///   three stand where a receiver does not take what it is sent.
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
        let refused = parts.reception.refusedSenders.map {
            Value.map([("name", .string($0.sender)), ("refused", .int(Int64($0.count)))])
        }
        members.append(("senders", .list(refused)))
        members.append(("stranded", .list(status.stranded.map(Self.document))))
        members.append(("connections", .list(status.connections.map(Self.document))))
        if !status.relays.isEmpty { members.append(("relays", .list(status.relays.map(Self.document)))) }
        let witnesses = parts.witnesses.witnesses()
        if !witnesses.isEmpty { members.append(("witnesses", .list(witnesses.map(Self.document)))) }
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

    private static func document(_ run: StrandedRun) -> Value {
        [
            "incident": .string(run.incident.description), "run": .string(run.run.description),
            "device": .string(run.device.description), "playbook": .string(run.playbook),
            "reason": .string(run.reason),
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

    private static func document(_ witness: WitnessStatus) -> Value {
        var members: [(String, Value)] = [("name", .string(witness.name))]
        if let size = witness.size { members.append(("cosigned_size", .int(Int64(clamping: size)))) }
        if let time = witness.time { members.append(("cosigned_at", IncidentDocument.time(time))) }
        members.append(("cosigns", .bool(witness.trouble == nil)))
        if let trouble = witness.trouble {
            members += [("since", IncidentDocument.time(trouble.since)), ("reason", .string(trouble.reason))]
        }
        if let reason = witness.contradiction { members.append(("contradiction", .string(reason))) }
        return .map(members)
    }
}
