import Domain
import Ledger
import Ports
import Response
import StoreSQLite

/// An audit log, wherever it lies: in the database, or in a folder to which it was exported.
protocol AuditLog: Sendable {
    /// From that entry on, in order. Fewer than asked for only at the end; none where there are no more.
    func entries(from sequence: UInt64, limit: Int) async throws(OperatorError) -> [RawEntry]
    /// What lies beside these entries.
    func privateValues(of entries: ClosedRange<UInt64>) async throws(OperatorError) -> [PrivateValue]
    /// The smallest first.
    func checkpoints() async throws(OperatorError) -> [StoredCheckpoint]
    /// Checkpoints with the cosignatures of witnesses.
    func cosignedNotes() async throws(OperatorError) -> [String]
    /// What is said of runs beside the log, in the order of their ids, those after `run`.
    func accounts(after run: String, limit: Int) async throws(OperatorError) -> [RunAccount]
}

extension AuditLog {
    static var pageCount: Int { 1_000 }

    /// Calls with each page of entries, in order, and with what lies beside them. The next page is read meanwhile.
    func forEachPage(
        from first: UInt64 = 0,
        _ body: ([RawEntry], [PrivateValue]) async throws -> Void
    ) async throws {
        var page = try await page(from: first)
        while let (entries, values) = page {
            let next = (entries.last?.sequence ?? 0) + 1
            async let following = self.page(from: next)
            try await body(entries, values)
            page = try await following
        }
    }

    private func page(from sequence: UInt64) async throws -> ([RawEntry], [PrivateValue])? {
        let entries = try await entries(from: sequence, limit: Self.pageCount)
        guard let first = entries.first, let last = entries.last else { return nil }
        return (entries, try await privateValues(of: first.sequence...max(first.sequence, last.sequence)))
    }
}
