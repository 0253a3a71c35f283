public import Domain
public import Response

/// What people look at afterwards. Reading needs no running engine.
public protocol History: Sendable {
    /// The latest first.
    func incidents(limit: Int) async throws(OperatorError) -> [IncidentSummary]

    /// Those whose run waits for a person, the oldest first. What only a stop holds waits for nobody, and neither do the runs
    /// in `aside`.
    func waiting(
        limit: Int,
        besides aside: Set<RunID>
    ) async throws(OperatorError) -> Portion<IncidentDetail>

    /// What is in force on devices, or on one of them, the oldest first: from the beginning, or what comes after `last`.
    func measures(
        of device: DeviceID?,
        after last: Measure?,
        limit: Int
    ) async throws(OperatorError) -> Portion<Measure>

    /// The stops that are in force; the file STOP is not among them.
    func stops() async throws(OperatorError) -> [Stop]

    /// How many steps have not begun because of a stop, that of the file STOP included.
    func heldByStopsCount() async throws(OperatorError) -> Int

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
