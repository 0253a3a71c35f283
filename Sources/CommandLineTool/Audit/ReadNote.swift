import CEL
import Console
import Domain
import Engine
import Foundation
import Ledger
import StoreSQLite

/// Writes into the audit log that a person looked at it, or took a copy: through the engine that works on the folder, or,
/// where none does, by itself.
struct ReadNote {
    let settings: Settings

    /// Where it cannot be written the person is told, and may read all the same: whoever can read the file could do so
    /// without this program.
    func write(_ action: AuditAction, _ what: String) async {
        do {
            guard let lock = try settings.lock() else { return try await tellEngine(action, what) }
            try Identity.demandNoRotation(settings.folder, attempted: "write an entry")
            try await writeAlone(action, what, lock)
        } catch {
            PlainFile.complain("note: this is not written into the audit log: \(error)\n")
        }
    }

    private func tellEngine(_ action: AuditAction, _ what: String) async throws {
        let client = EngineClient(settings: settings, attempted: "write into the audit log that somebody read it")
        _ = try await client.post("/v1/reads", ["action": .string(action.text), "what": .string(what)])
    }

    private func writeAlone(_ action: AuditAction, _ what: String, _ lock: borrowing FolderLock) async throws {
        let identity = try Identity.load(settings)
        let surroundings = SystemSurroundings()
        let record = AuditRecord(
            action,
            at: surroundings.now(),
            by: Actor(name: "person:\(NSUserName())", proof: "local-user"),
            on: AuditObject(.file, "audit log"),
            detail: what
        )
        try await EngineAtRest.record(
            record,
            store: try settings.store(),
            ledger: identity.ledger(node: settings.node),
            surroundings: surroundings
        )
    }
}
