import Domain
import Foundation
import Ports
import Response
import StoreSQLite
import TestKit

/// The database that an engine left behind, for what the commands say of it.
struct LeftBehind {
    let history: SQLiteHistory

    init(_ changes: [Change], in folder: TemporaryFolder) async throws {
        let path = "\(folder.path)/\(UUID().uuidString).sqlite"
        let store = try SQLiteStore(path: path)
        try await store.commit(Transaction(changes: changes))
        history = try SQLiteHistory(path: path)
    }

    init(_ harness: CoreHarness, in folder: TemporaryFolder) async throws {
        try await self.init(harness.turns.flatMap { $0.turn.changes }, in: folder)
    }

    /// The one incident that there is.
    func incident() async throws -> (summary: IncidentSummary, detail: IncidentDetail) {
        guard let summary = try await history.incidents(limit: 1).first,
            let detail = try await history.incident(summary.incident.id.description)
        else { throw Sample.error("there is no incident") }
        return (summary, detail)
    }
}

extension AttemptResult {
    static var ok: Self { .success(Completion(.confirmed, evidence: "it says so")) }
}
