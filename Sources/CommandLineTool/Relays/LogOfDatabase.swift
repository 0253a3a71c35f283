import Domain
import Ledger
import Relays
import StoreSQLite

/// The audit log as relays read it: the database, beside the engine that writes it.
struct LogOfDatabase: AuditReader {
    let history: SQLiteHistory

    func end() async throws(OperatorError) -> UInt64 { try await history.nextSequence() }

    func entries(from sequence: UInt64, limit: Int) async throws(OperatorError) -> [Entry] {
        var entries: [Entry] = []
        for raw in try await history.entries(from: sequence, limit: limit) { entries.append(try Self.entry(raw)) }
        return entries
    }

    func privateValues(of entries: ClosedRange<UInt64>) async throws(OperatorError) -> [PrivateValue] {
        try await history.privateValues(of: entries)
    }

    private static func entry(_ raw: RawEntry) throws(OperatorError) -> Entry {
        do throws(EntryMalformed) {
            return try Entry(decoding: raw.bytes)
        } catch {
            throw OperatorError(
                attempted: "read entry \(raw.sequence) of the audit log",
                reason: "\(error)",
                remedy: "the database is damaged: 'cordon audit verify' names what is wrong"
            )
        }
    }
}
