import CEL
import Domain
import HTTPTypes
import Hummingbird
import Intake
import Ledger
import Ports

/// `POST /v1/reads`: a person says that they read the audit log, or take a copy of it, before they do.
///
/// - Shape: `{"action": "log.read", "what": "of device press-17"}`; the action is `log.read` or `log.exported`.
struct ReadsRoute: Sendable {
    private static let actions: Set<AuditAction> = [.logRead, .logExported]

    private let parts: ConsoleParts

    init(_ parts: ConsoleParts) { self.parts = parts }

    func answer(_ call: Call) async throws(ConsoleProblem) -> Answer { try await parts.write(try record(in: call)) }

    private func record(in call: Call) throws(ConsoleProblem) -> AuditRecord {
        do throws(EventProblem) {
            let fields = try EventFields(call.json("a read", parts), what: "a read")
            try fields.allow(["action", "what"])
            guard let action = AuditAction(text: try fields.name("action")), Self.actions.contains(action) else {
                throw fields.missing("action", "'log.read' or 'log.exported'")
            }
            return AuditRecord(
                action,
                at: parts.surroundings.now(),
                by: call.actor,
                on: AuditObject(.file, "audit log"),
                detail: try fields.optionalText("what")
            )
        } catch {
            throw ConsoleProblem(error)
        }
    }
}
