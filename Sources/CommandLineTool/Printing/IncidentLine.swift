import Domain
package import Ports
import Response

/// An incident in one line.
package struct IncidentLine {
    package let text: String

    /// Takes also what its run waits for, or where it stopped as a drill, as far as that is known.
    package init(_ summary: IncidentSummary, remarks: [String] = []) {
        let incident = summary.incident
        let state = ([summary.phase.words] + remarks).joined(separator: ", ")
        let columns = [
            (incident.opened.rfc3339, 24), (incident.id.description, 24), (incident.playbook, 26),
            (incident.device.description, 16), (incident.severity.text, 9),
        ]
        let drill = incident.isDrill ? " (drill)" : ""
        text = Terminal.safe(columns.map { Terminal.padded($0.0, $0.1) }.joined(separator: " ") + " \(state)\(drill)")
    }
}

extension Run.Phase {
    /// What people read: the outcome, where there is one.
    fileprivate var words: String {
        switch self {
        case .main: "running"
        case .clearing: "coming to its end, nothing more begins"
        case .closing(let outcome), .waitingForPerson(let outcome), .inForce(let outcome), .ended(let outcome):
            outcome.text
        }
    }
}
