import CEL
import Domain
import Ports
import Response

/// An incident whose run has stopped at its second step.
enum IncidentSample {
    private static let opened = Instant(millisecondsSinceEpoch: 1_790_000_000_000)

    static func detail() throws -> IncidentDetail {
        guard let incident = IncidentID("inc_ab12"), let run = RunID("run_cd34"), let device = DeviceID("press-7")
        else {
            preconditionFailure("ids are spelled so")
        }
        return IncidentDetail(
            incident: Incident(
                id: incident,
                playbook: "botnet",
                device: device,
                severity: .high,
                dedupeText: "press-7",
                opened: opened,
                joinsUntil: opened,
                run: run,
                isDrill: false,
                eventsCount: 2
            ),
            run: StoredRun(
                header: try header(incident, run, device),
                event: Event(key: .init(source: "s", id: "1"), type: "violation", time: opened, device: device),
                phase: .waitingForPerson(.stopped),
                revision: 3,
                ended: nil,
                steps: [1: try failedStep(), 0: StepRecord()]
            ),
            playbook: StoredPlaybook(name: "botnet", text: "", file: "botnet.yaml")
        )
    }

    private static func header(_ incident: IncidentID, _ run: RunID, _ device: DeviceID) throws -> RunHeader {
        try RunHeader(stored: [
            "id": .string(run.description), "incident": .string(incident.description),
            "playbook": .string(Digest(of: []).description), "source": "s", "event": "1",
            "device": Device(id: device).stored, "started": Value(opened), "by": "engine", "proof": "self",
            "drill": false, "device_unknown": false, "too_old": false, "inputs": [],
        ])
    }

    private static func failedStep() throws -> StepRecord {
        let error = OperatorError(attempted: "send a command", reason: "no broker", remedy: "start it")
        return try StepRecord(stored: [
            "state": "failed", "attempts": 3, "error": error.stored, "began": Value(opened), "closed": Value(opened),
        ])
    }
}
