import CEL
import Domain
import Ports
import Response

/// An incident as the API shows it. Times are RFC 3339; what is not known yet is left out.
///
/// Where nobody goes on with an open run, `standstill` says why, in place of the `outcome`: nothing tells that run who lets
/// its device in meanwhile.
enum IncidentDocument {
    static func summary(_ summary: IncidentSummary, standstill: String?) -> Value {
        .map(members(summary.incident, summary.phase, ended: summary.ended, standstill))
    }

    static func detail(_ detail: IncidentDetail, standstill: String?) -> Value {
        let run = detail.run
        let steps = run.steps.sorted { $0.key < $1.key }.map { step(position: $0.key, $0.value) }
        return .map(
            members(detail.incident, run.phase, ended: run.ended, standstill) + [
                ("run", .string(detail.incident.run.description)), ("steps", .list(steps)),
            ]
        )
    }

    private static func members(
        _ incident: Incident,
        _ phase: Run.Phase,
        ended: Instant?,
        _ standstill: String?
    ) -> [(String, Value)] {
        var members: [(String, Value)] = [
            ("id", .string(incident.id.description)), ("playbook", .string(incident.playbook)),
            ("device", .string(incident.device.description)), ("severity", .string(incident.severity.text)),
            ("drill", .bool(incident.isDrill)), ("events", .int(Int64(incident.eventsCount))),
            ("opened", time(incident.opened)), ("phase", .string(phase.text)),
        ]
        if let standstill {
            members.append(("standstill", .string(standstill)))
        } else if let outcome = phase.outcome {
            members.append(("outcome", .string(outcome.text)))
        }
        if let ended { members.append(("ended", time(ended))) }
        return members
    }

    /// The position is that in the playbook's text, from 0.
    private static func step(position: Int, _ record: StepRecord) -> Value {
        var members: [(String, Value)] = [
            ("position", .int(Int64(position))), ("state", .string(record.state.text)),
            ("attempts", .int(Int64(record.state.attempts))),
        ]
        if let began = record.began { members.append(("began", time(began))) }
        if let closed = record.closed { members.append(("closed", time(closed))) }
        if let hold = record.state.hold { members.append(("hold", document(hold, since: record.holdCame))) }
        if let error = record.state.error { members.append(("error", document(error))) }
        return .map(members)
    }

    /// The moment is the `as_of` of a decision about it.
    private static func document(_ hold: Hold, since: Instant?) -> Value {
        [
            "cause": .string(hold.cause.rawValue), "explanation": .string(hold.explanation),
            "as_of": since.map(time) ?? .null,
        ]
    }

    private static func document(_ error: OperatorError) -> Value {
        ["attempted": .string(error.attempted), "reason": .string(error.reason), "remedy": .string(error.remedy)]
    }

    static func time(_ instant: Instant) -> Value {
        .timestamp(Timestamp(nanosecondsSinceEpoch: instant.nanosecondsSinceEpoch))
    }
}
