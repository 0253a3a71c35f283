import CEL
package import Domain
import Ports
import Response

/// The run of an event that was durable already when it ended the engine.
package struct QuarantinedRun: Hashable, Sendable {
    package let run: RunID
    package let incident: IncidentID
    package let device: DeviceID
    /// The playbook's name, or its digest where its text is not there.
    let playbook: String

    init(_ run: StoredRun, of playbook: StoredPlaybook?) {
        self.run = run.header.id
        incident = run.header.incident
        device = run.header.device.id
        self.playbook = playbook?.name ?? run.header.playbook.description
    }

    var digest: Digest { Self.digest(of: run) }

    static func digest(of run: RunID) -> Digest { Digest(of: Array(run.description.utf8)) }

    /// Completes "… ended the engine".
    package var words: String { "\(run) of \(playbook) on \(device), \(incident)," }

    // MARK: - As JSON

    var members: [(String, Value)] {
        [
            ("run", .string(run.description)), ("incident", .string(incident.description)),
            ("device", .string(device.description)), ("playbook", .string(playbook)),
        ]
    }

    /// Nil where it is about no run.
    init?(_ map: MapValue) {
        guard case .string(let run)? = map["run"], let run = RunID(run),
            case .string(let incident)? = map["incident"], let incident = IncidentID(incident),
            case .string(let device)? = map["device"], let device = DeviceID(device),
            case .string(let playbook)? = map["playbook"]
        else { return nil }
        self.run = run
        self.incident = incident
        self.device = device
        self.playbook = playbook
    }
}
