import CEL
import Domain
import HTTPTypes
import Hummingbird
import Intake
import Response

/// `POST /v1/decisions`: a person agrees to a step that asks for it, or does not. Who it is, the token says.
///
/// - Shape: `{"run": "run_…", "step": "revoke", "agrees": true, "reason": "…"}`; the reason may be left out.
struct DecisionsRoute: Sendable {
    private let parts: ConsoleParts

    init(_ parts: ConsoleParts) { self.parts = parts }

    func answer(_ call: Call) async throws(ConsoleProblem) -> Answer {
        let decision = try decision(in: call)
        do throws(OperatorError) {
            try await parts.decider.decide(decision)
            return Answer(.ok, ["run": .string(decision.run.description), "step": .string(decision.step)])
        } catch {
            throw ConsoleProblem(error, .unprocessableContent, "not-decided", "The decision does not count")
        }
    }

    private func decision(in call: Call) throws(ConsoleProblem) -> Decision {
        do throws(EventProblem) {
            let value = try call.json("a decision", parts)
            let fields = try EventFields(value, what: "a decision")
            try fields.allow(["run", "step", "agrees", "reason"])
            guard let run = RunID(try fields.name("run")) else { throw fields.missing("run", "the id of a run") }
            return Decision(
                run: run,
                step: try fields.name("step"),
                agrees: try fields.flag("agrees"),
                reason: try fields.optionalText("reason") ?? "",
                by: call.actor,
                groups: call.groups
            )
        } catch {
            throw ConsoleProblem(error)
        }
    }
}
