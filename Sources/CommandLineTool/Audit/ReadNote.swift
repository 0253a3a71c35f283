import CEL
import Domain
import Ledger

/// Writes into the audit log that a person looked at it, or took a copy.
struct ReadNote {
    let settings: Settings

    /// Where it cannot be written the person is told, and may read all the same: whoever can read the file could do so
    /// without this program.
    func write(_ action: AuditAction, _ what: String) async {
        let writer = NoteWriter(settings: settings, attempted: "write into the audit log that somebody read it")
        let body: Value = ["action": .string(action.text), "what": .string(what)]
        do {
            try await writer.write("/v1/reads", body) { now, person in
                AuditRecord(action, at: now, by: person, on: AuditObject(.file, "audit log"), detail: what)
            }
        } catch {
            PlainFile.complain("note: this is not written into the audit log: \(error)\n")
        }
    }
}
