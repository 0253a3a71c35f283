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

    func waiting(limit: Int) async throws(OperatorError) -> [IncidentDetail] {
        if let refusal { throw refusal }
        return Array(incidents.prefix(limit))
    }

    func incident(_ id: String) async throws(OperatorError) -> IncidentDetail? {
        if let refusal { throw refusal }
        return incidents.first { $0.incident.id.description.hasPrefix(id) }
    }
}
