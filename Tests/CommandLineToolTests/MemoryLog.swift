import CommandLineTool
import Domain
import Ledger
import StoreSQLite
import Synchronization
import TestKit

/// A log in memory that can grow, and that counts what is asked of it.
final class MemoryLog: EntrySource {
    private struct State {
        var rows: [RawEntry] = []
        var largestPage = 0
    }

    private let state = Mutex(State())
    private let writer: Mutex<LedgerWriter>

    init() throws { writer = Mutex(try LedgerFixture.writer()) }

    var largestPage: Int { state.withLock { $0.largestPage } }

    func write(_ count: Int, _ action: AuditAction = .stepIntent) {
        write((0..<count).map { AuditRecord(action, at: Sample.start + .milliseconds($0)) })
    }

    /// Of one incident; the device is named by the first entry alone.
    func write(_ actions: [AuditAction], about device: String) {
        let incident = IncidentID(Digest(of: device.utf8))
        write(
            actions.enumerated().map { number, action in
                let object = number == 0 ? AuditObject(.device, device) : nil
                return AuditRecord(action, at: Sample.start, on: object, incident: incident)
            }
        )
    }

    func write(_ records: [AuditRecord]) {
        let stored = writer.withLock { $0.append(records, salting: LedgerFixture.salt) }
        let rows = stored.map { RawEntry(sequence: $0.sequence, bytes: $0.bytes, leafHash: $0.leafHash) }
        state.withLock { $0.rows += rows }
    }

    func entries(from sequence: UInt64, limit: Int) async throws(OperatorError) -> [RawEntry] {
        state.withLock { state in
            let page = Array(state.rows.dropFirst(Int(sequence)).prefix(limit))
            state.largestPage = max(state.largestPage, page.count)
            return page
        }
    }

    func nextSequence() async throws(OperatorError) -> UInt64 { state.withLock { UInt64($0.rows.count) } }

    func privateValues(of entries: ClosedRange<UInt64>) async throws(OperatorError) -> [PrivateValue] { [] }
}
