import CEL
import Domain
import Playbooks

/// One event, device and run for tests.
enum Sample {
    static let now = Instant(millisecondsSinceEpoch: 1_700_000_000_000)

    static func facts(name: String = "too loud", value: Value = 200_000, data: Value = .null) throws -> Facts {
        guard let id = DeviceID("pump-7"), let incident = IncidentID("inc_1"), let run = RunID("run_1") else {
            throw Unexpected.nothing
        }
        let event = Event(
            key: Event.Key(source: "defender", id: "v-1"),
            type: "violation",
            time: now,
            device: id,
            severity: .high,
            name: name,
            metric: "aws:message-byte-size",
            value: value,
            data: data
        )
        let device = Device(id: id, site: "plant-1", model: "p2", groups: ["pumps"], tags: ["outdoor"])
        var facts = Facts(event: event, device: device, now: now)
        facts.incident = Facts.Incident(id: incident, opened: now, severity: .high, playbook: "example")
        facts.run = Facts.Run(
            id: run,
            outcome: "contained",
            started: now,
            elapsed: .milliseconds(1_500),
            isDrill: false
        )
        facts.step = Facts.CurrentStep(id: "only", key: { "k-1" }, attempt: 2, fence: 3, notAfter: now)
        return facts
    }

    enum Unexpected: Error { case nothing }
}
