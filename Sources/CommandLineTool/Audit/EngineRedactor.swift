import Console
import Domain
import Ledger
import Ports
import StoreSQLite

/// Takes private values out of the log of this engine.
struct EngineRedactor: Redactor {
    let log: DatabaseLog
    let store: SQLiteStore
    let recorder: any AuditRecorder
    let surroundings: any Surroundings

    func redact(_ entry: UInt64, reason: String, by actor: Actor) async throws(OperatorError) -> String {
        let history = log.history
        guard try await !history.privateValues(of: entry...entry).isEmpty else {
            let isThere = try await entry < log.nextSequence()
            let reason = isThere ? "nothing about people is kept beside it" : "the log has no such entry"
            throw error(entry, reason, "take a number from: cordon audit show")
        }
        let run = try await run(of: entry)
        let rest = Self.sentence(try await history.goesOnNaming(personOf: entry, in: run))
        guard let first = try await history.whoAskedToRedact(entry) else {
            try await record(
                .redactionAsked,
                entry,
                reason,
                actor,
                .asked(entry, by: actor.name, at: surroundings.now())
            )
            return "asked: entry \(entry) is redacted once somebody else asks for the same" + rest
        }
        guard first != actor.name else {
            throw error(entry, "\(actor.name) has asked for it, and counts once", "somebody else has to ask, too")
        }
        try await record(.redactionDone, entry, reason, actor, .done(entry, run: run))
        let done = "redacted: nothing about people is left beside entry \(entry), and every proof is as it was"
        let left = await whatIsLeft()
        return done + rest + left
    }

    /// What was deleted from the database stands in the log beside it until that is emptied.
    private func whatIsLeft() async -> String {
        let reason: String
        do throws(StoreFailure) {
            guard try await !store.forgetOldPages() else { return "" }
            reason = "somebody reads it"
        } catch {
            reason = error.error.reason
        }
        return "; but the log beside the database still holds what was there before (\(reason)): "
            + "until the next redaction, or until the engine was stopped and nobody reads the database"
    }

    /// The one that it is about, also where it is in the archive.
    private func run(of entry: UInt64) async throws(OperatorError) -> RunID? {
        guard let raw = try await log.entries(from: entry, limit: 1).first, raw.sequence == entry else { return nil }
        return (try? Entry(decoding: raw.bytes))?.record.run
    }

    /// What a redaction does not reach, as nobody may forget who decided what is still under way.
    private static func sentence(_ naming: (stops: [String], run: RunID?)) -> String {
        let stops = naming.stops.map { "; the stop of \($0) names the same person until it is lifted" }
        let run = naming.run.map {
            "; run \($0) has not ended, and its state goes on naming the same person: only of a run that has ended it is redacted, too"
        }
        return (stops + [run].compactMap(\.self)).joined()
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
