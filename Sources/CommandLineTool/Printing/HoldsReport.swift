import CEL
package import Domain
import JSON
package import Playbooks
package import Ports
package import Quarantine
import Response

/// What `cordon holds` says: what is stopped, and what waits for a person.
package struct HoldsReport {
    /// Of incidents that are shown at once.
    static let incidentsMax = 10_000

    private let stops: StopsInForce
    private let questions: [OpenQuestion]
    private let together: [HeldTogether]
    private let remainder: String?
    private let leftOut: Int

    /// Takes what waits; incidents whose run is in quarantine, which are not among that; and what compiles the playbook that
    /// an incident's run is pinned to.
    package init(
        _ waiting: Portion<IncidentDetail>,
        quarantined: [(IncidentDetail, QuarantinedArrival)] = [],
        stops: StopsInForce = StopsInForce(),
        compile: (IncidentDetail) -> Result<Playbook, OperatorError>
    ) throws(OperatorError) {
        var questions: [OpenQuestion] = []
        for detail in waiting.elements {
            switch compile(detail) {
            case .success(let playbook): questions += try OpenQuestion.all(of: detail, playbook)
            case .failure(let error): questions.append(.stranded(detail, error))
            }
        }
        self.questions = questions + quarantined.map { OpenQuestion.quarantined($0.0, $0.1) }
        // Of what is not shown nobody decides by the list.
        together = waiting.leftOut == 0 ? HeldTogether.all(of: questions) : []
        self.stops = stops
        remainder = waiting.remainder(limitMax: Self.incidentsMax)
        leftOut = waiting.leftOut
    }

    package var text: String {
        let waiting = questions.isEmpty ? ["nothing waits for a person"] : questions.map(\.line)
        return (stops.lines + waiting + together.map(\.line) + [remainder].compactMap(\.self)).joined(separator: "\n")
    }

    package var json: String {
        JSONText.string([
            "stops": stops.json, "held_by_stops": .int(Int64(stops.heldCount)),
            "waiting": .list(questions.map(\.json)), "left": .int(Int64(leftOut)),
            "together": .list(together.map(\.json)),
        ])
    }
}
