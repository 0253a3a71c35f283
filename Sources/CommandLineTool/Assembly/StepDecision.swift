import CEL
import Domain
import Ports
import Response
import StoreSQLite

/// What a person on the command line says to a step that asks.
struct StepDecision {
    static let discussion = """
        The token in CORDON_TOKEN says who decides: 'cordon tokens add' makes one for each person. Whoever started a run \
        does not agree to its steps.
        """

    let incident: String
    /// Nil where there is only one that asks.
    let step: String?
    let agrees: Bool
    let reason: String

    /// Takes it to the engine that works on the folder.
    /// - Returns: what to tell the person.
    func send(_ folder: FolderOptions) async throws -> String {
        guard let detail = try await folder.history().incident(incident) else {
            throw OperatorError(
                attempted: attempted,
                reason: "there is no such incident, or several begin with that",
                remedy: "list them with 'cordon incidents'"
            )
        }
        let path = try chosen(of: try Timeline(detail).asking)
        let body: Value = [
            "run": .string(detail.incident.run.description), "step": .string(path), "agrees": .bool(agrees),
            "reason": .string(reason),
        ]
        _ = try await EngineClient(settings: folder.settings(), attempted: attempted).post("/v1/decisions", body)
        return "\(agrees ? "approved" : "rejected"): step '\(path)' of \(detail.incident.id)"
    }

    private var attempted: String { "\(agrees ? "approve" : "reject") a step of \(incident)" }

    private func chosen(of asking: [String]) throws(OperatorError) -> String {
        if let step { return step }
        guard asking.count == 1 else {
            throw OperatorError(
                attempted: attempted,
                reason: asking.isEmpty ? "none of its steps waits for people" : "several of its steps wait for people",
                remedy: asking.isEmpty ? "see 'cordon incidents show'" : "name one: \(asking.joined(separator: ", "))"
            )
        }
        return asking[0]
    }
}
