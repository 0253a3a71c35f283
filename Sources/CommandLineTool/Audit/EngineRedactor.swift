import Console
import Domain
import Ledger
import Ports
import StoreSQLite

/// Takes private values out of the log of this engine.
struct EngineRedactor: Redactor {
    let history: SQLiteHistory
    let recorder: any AuditRecorder
    let surroundings: any Surroundings

    func redact(_ entry: UInt64, reason: String, by actor: Actor) async throws(OperatorError) -> String {
        guard try await !history.privateValues(of: entry...entry).isEmpty else {
            throw error(entry, "nothing about people is kept beside it", "take a number from: cordon audit show")
        }
        guard let first = try await history.whoAskedToRedact(entry) else {
            try await record(
                .redactionAsked,
                entry,
                reason,
                actor,
                .asked(entry, by: actor.name, at: surroundings.now())
            )
            return "asked: entry \(entry) is redacted once somebody else asks for the same"
        }
        guard first != actor.name else {
            throw error(entry, "\(actor.name) has asked for it, and counts once", "somebody else has to ask, too")
        }
        try await record(.redactionDone, entry, reason, actor, .done(entry))
        return "redacted: nothing about people is left beside entry \(entry), and every proof is as it was"
    }

    private func record(
        _ action: AuditAction,
        _ entry: UInt64,
        _ reason: String,
        _ actor: Actor,
        _ redaction: Redaction
    ) async throws(OperatorError) {
        let record = AuditRecord(
            action,
            at: surroundings.now(),
            by: actor,
            on: AuditObject(.entry, "\(entry)"),
            detail: reason
        )
        try await recorder.record(record, redaction: redaction)
    }

    private func error(_ entry: UInt64, _ reason: String, _ remedy: String) -> OperatorError {
        OperatorError(attempted: "redact entry \(entry)", reason: reason, remedy: remedy)
    }
}
