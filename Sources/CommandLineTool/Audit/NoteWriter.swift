import CEL
import Domain
import Engine
import Foundation
import Ledger
import StoreSQLite

/// Writes an entry about what a person does beside the engine: through the one that works on the folder, or, where none
/// does, by itself.
struct NoteWriter {
    /// No command holds the lock for as long to write an entry, but where many do at once.
    private static let patience: Duration = .seconds(1)

    let settings: Settings
    /// Completes "could not …" where the engine does not take it.
    let attempted: String

    /// Takes what the engine is told, and the entry where there is none to tell.
    func write(_ path: String, _ body: Value, _ record: (Instant, Actor) -> AuditRecord) async throws {
        if let lock = try settings.lock() { return try await writeAlone(record, lock) }
        do {
            _ = try await EngineClient(settings: settings, attempted: attempted).post(path, body)
        } catch {
            // It may be no engine that has the lock, but a command that writes an entry of its own.
            guard let lock = try await settings.lock(within: Self.patience) else { throw error }
            try await writeAlone(record, lock)
        }
    }

    private func writeAlone(
        _ record: (Instant, Actor) -> AuditRecord,
        _ lock: borrowing FolderLock
    ) async throws {
        try Identity.demandNoRotation(settings.folder, attempted: "write an entry")
        let identity = try Identity.load(settings)
        let surroundings = SystemSurroundings()
        try await EngineAtRest.record(
            record(surroundings.now(), Actor(name: "person:\(NSUserName())", proof: "local-user")),
            store: try settings.store(),
            ledger: identity.ledger(node: settings.node),
            surroundings: surroundings
        )
    }
}
