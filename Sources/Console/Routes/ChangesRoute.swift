import CEL
import Domain
import HTTPTypes
import Hummingbird
import Intake
import Ledger
import Ports

/// `POST /v1/changes`: a person says what they changed by hand beside the engine, in the registry or of the tokens.
///
/// - Shape: `{"action": "registry.changed", "object": "device:press-7", "outcome": "reduced", "what": "no longer
///   protected", "evidence": "<64 hexadecimal digits>"}`; the action is `registry.changed` or `token.added`, the object a
///   device, a certificate or a file. The last three may be left out.
struct ChangesRoute: Sendable {
    private static let actions: Set<AuditAction> = [.registryChanged, .tokenAdded]
    private static let kinds: Set<AuditObject.Kind> = [.device, .certificate, .file]

    private let parts: ConsoleParts

    init(_ parts: ConsoleParts) { self.parts = parts }

    func answer(_ call: Call) async throws(ConsoleProblem) -> Answer { try await parts.write(try record(in: call)) }

    private func record(in call: Call) throws(ConsoleProblem) -> AuditRecord {
        do throws(EventProblem) {
            let fields = try EventFields(call.json("a change", parts), what: "a change")
            try fields.allow(["action", "object", "outcome", "what", "evidence"])
            guard let action = AuditAction(text: try fields.name("action")), Self.actions.contains(action) else {
                throw fields.missing("action", "'registry.changed' or 'token.added'")
            }
            guard let object = AuditObject(try fields.name("object")), Self.kinds.contains(object.kind) else {
                throw fields.missing("object", "what was changed, such as 'device:press-7'")
            }
            return AuditRecord(
                action,
                at: parts.surroundings.now(),
                by: call.actor,
                on: AuditObject(object.kind, object.name),
                outcome: try fields.optionalText("outcome"),
                detail: try fields.optionalText("what"),
                evidence: try evidence(in: fields)
            )
        } catch {
            throw ConsoleProblem(error)
        }
    }

    private func evidence(in fields: EventFields) throws(EventProblem) -> Digest? {
        guard let text = try fields.optionalName("evidence") else { return nil }
        guard let digest = Digest(hex: text) else {
            throw fields.invalid("evidence", text, remedy: "write a SHA-256 as 64 hexadecimal digits, in small letters")
        }
        return digest
    }
}
