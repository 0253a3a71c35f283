import Domain
import Ports
import Response

/// One incident with a run of two steps.
struct StubHistory: History {
    var refusal: OperatorError?
    var incidents: [IncidentDetail] = []

    func incidents(limit: Int) async throws(OperatorError) -> [IncidentSummary] {
        if let refusal { throw refusal }
        return incidents.prefix(limit).map {
            IncidentSummary(incident: $0.incident, phase: $0.run.phase, ended: $0.run.ended)
        }
    }

    func waiting(
        limit: Int,
        besides aside: Set<RunID>
    ) async throws(OperatorError) -> Portion<IncidentDetail> {
        if let refusal { throw refusal }
        let waiting = incidents.filter { !aside.contains($0.incident.run) }
        return Portion(Array(waiting.prefix(limit)), leftOut: max(0, waiting.count - limit))
    }

    func measures(
        of device: DeviceID?,
        after last: Measure?,
        limit: Int
    ) async throws(OperatorError) -> Portion<Measure> {
        Portion([])
    }

    func stops() async throws(OperatorError) -> [Stop] { [] }

    func heldByStopsCount() async throws(OperatorError) -> Int { 0 }

    func incident(_ id: String) async throws(OperatorError) -> IncidentDetail? {
        if let refusal { throw refusal }
        return incidents.first { $0.incident.id.description.hasPrefix(id) }
    }
}
