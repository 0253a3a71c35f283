package import Domain
package import Playbooks
package import Ports
import Response

/// How a run goes on that does not go on by itself, for whoever began it and has the terminal back.
package enum WayOn {
    /// Of several steps that wait the first are named: 'cordon holds' lists them all.
    private static let namedMax = 5

    /// A sentence for each step that a person decides about, after one that there has to be an engine, where there is
    /// none. How a stop is lifted stands beside the step that it holds.
    package static func lines(
        of detail: IncidentDetail,
        _ playbook: Playbook,
        isServed: Bool
    ) throws(OperatorError) -> [String] {
        let questions = try OpenQuestion.all(of: detail, playbook)
        let orders = questions.prefix(namedMax).map { question in
            let words = "\(question.incident.id) \(question.step)"
            return "decide with '\(question.command ?? "cordon holds")' or 'cordon reject \(words)'"
        }
        let further = questions.count - orders.count
        let more = further > 0 ? ["and \(further) more: 'cordon holds' lists them"] : []
        let engine = isServed ? [] : ["no engine works on it: 'cordon serve' takes it up"]
        return (engine + orders + more).map(Terminal.safe)
    }
}
