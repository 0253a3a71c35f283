public import Domain
public import Response

/// What people look at afterwards. Reading needs no running engine.
public protocol History: Sendable {
    /// The latest first.
    func incidents(limit: Int) async throws(OperatorError) -> [IncidentSummary]

    /// Those whose run may wait for a person, the oldest first.
    func waiting(limit: Int) async throws(OperatorError) -> [IncidentDetail]

    /// The incident with this id, or the one whose id begins with it.
    func incident(_ id: String) async throws(OperatorError) -> IncidentDetail?
}

public struct IncidentSummary: Sendable {
    public let incident: Incident
    public let phase: Run.Phase
    public let ended: Instant?

    package init(incident: Incident, phase: Run.Phase, ended: Instant?) {
        self.incident = incident
        self.phase = phase
        self.ended = ended
    }
}

public struct IncidentDetail: Sendable {
    public let incident: Incident
    public let run: StoredRun
    public let playbook: StoredPlaybook

    package init(incident: Incident, run: StoredRun, playbook: StoredPlaybook) {
        self.incident = incident
        self.run = run
        self.playbook = playbook
    }
}
