import CEL
import Domain
import HTTPTypes
import Hummingbird
import Intake
import Ports

/// `POST /v1/redactions`: the private values of an entry of the audit log are taken out, once two people want it.
///
/// - Shape: `{"entry": 4711, "reason": "…"}`.
struct RedactionsRoute: Sendable {
    private let parts: ConsoleParts

    init(_ parts: ConsoleParts) { self.parts = parts }

    func answer(_ call: Call) async throws(ConsoleProblem) -> Answer {
        let (entry, reason) = try wish(in: call)
        do throws(OperatorError) {
            let sentence = try await parts.redactor.redact(entry, reason: reason, by: call.actor)
            return Answer(.ok, ["result": .string(sentence)])
        } catch {
            throw ConsoleProblem(error, .unprocessableContent, "not-carried-out", "The redaction does not count")
        }
    }

    private func wish(in call: Call) throws(ConsoleProblem) -> (entry: UInt64, reason: String) {
        do throws(EventProblem) {
            let fields = try EventFields(call.json("a redaction", parts), what: "a redaction")
            try fields.allow(["entry", "reason"])
            guard case .int(let number)? = fields["entry"], let entry = UInt64(exactly: number) else {
                throw fields.missing("entry", "the number of an entry")
            }
            return (entry, try fields.optionalText("reason") ?? "")
        } catch {
            throw ConsoleProblem(error)
        }
    }
}
