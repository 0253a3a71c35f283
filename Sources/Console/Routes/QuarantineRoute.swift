import CEL
import Domain
import HTTPTypes
import Hummingbird
import Intake
import Ports

/// `POST /v1/quarantine`: a person decides about what ended the engine again and again.
///
/// - Shape: `{"id": "q_…", "retry": true, "reason": "…"}`; where it is not tried again it is dropped.
struct QuarantineRoute: Sendable {
    private let parts: ConsoleParts

    init(_ parts: ConsoleParts) { self.parts = parts }

    func answer(_ call: Call) async throws(ConsoleProblem) -> Answer {
        let (id, isRetried, reason) = try decision(in: call)
        do throws(OperatorError) {
            let sentence =
                isRetried
                ? try await parts.quarantine.retry(id, reason: reason, by: call.actor)
                : try await parts.quarantine.drop(id, reason: reason, by: call.actor)
            return Answer(.ok, ["result": .string(sentence)])
        } catch {
            throw ConsoleProblem(error, .unprocessableContent, "not-carried-out", "The decision does not count")
        }
    }

    private func decision(in call: Call) throws(ConsoleProblem) -> (id: String, isRetried: Bool, reason: String) {
        do throws(EventProblem) {
            let fields = try EventFields(call.json("a decision", parts), what: "a decision")
            try fields.allow(["id", "retry", "reason"])
            return (try fields.name("id"), try fields.flag("retry"), try fields.optionalText("reason") ?? "")
        } catch {
            throw ConsoleProblem(error)
        }
    }
}
