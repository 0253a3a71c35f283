import Domain
package import Ports
import Response

/// An incident in one line.
package struct IncidentLine {
    package let text: String

    /// Takes also what its run waits for, or where it stopped as a drill, as far as that is known. Of a run that nobody goes on
    /// with, what the database says is not said: it may be so no more.
    package init(_ summary: IncidentSummary, remarks: [String] = [], isAtStandstill: Bool = false) {
        let incident = summary.incident
        let word = isAtStandstill ? "at a standstill" : summary.phase.words
        let state = ([word] + remarks).joined(separator: ", ")
        let columns = [
            (incident.opened.rfc3339, 24), (incident.id.description, 24), (incident.playbook, 26),
            (incident.device.description, 16), (incident.severity.text, 9),
        ]
        let drill = incident.isDrill ? " (drill)" : ""
        text = Terminal.safe(columns.map { Terminal.padded($0.0, $0.1) }.joined(separator: " ") + " \(state)\(drill)")
    }
}

extension Run.Phase {
    /// Whether something is to become of the run yet, if only that what it did is taken back.
    var isOpen: Bool {
        if case .ended = self { false } else { true }
    }

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
