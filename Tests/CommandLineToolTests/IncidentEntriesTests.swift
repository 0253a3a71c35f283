import AuditViews
import CommandLineTool
import Domain
import Ledger
import Testing

/// What a page about an incident is made of.
@Suite struct IncidentEntriesTests {
    private func entries(of device: String, in log: MemoryLog) async throws -> IncidentEntries {
        var reader = EntryReader(log)
        return try await IncidentEntries(of: IncidentID(Digest(of: device.utf8)), in: &reader)
    }

    @Test func `the entries of an incident come in the order of the log, and no others with them`() async throws {
        let log = try MemoryLog()
        log.write(3)
        log.write([.incidentOpened, .runStarted], about: "pump-1")
        log.write([.incidentOpened, .runStarted], about: "pump-2")
        log.write([.runEnded], about: "pump-1")
        let entries = try await entries(of: "pump-1", in: log)
        #expect(entries.shown.map(\.sequence) == [3, 4, 7])
        #expect(entries.leftOutCount == 0)
    }

    @Test func `of more than fit on a page, the newest stay, and the one that opened it`() async throws {
        let log = try MemoryLog()
        let most = IncidentReport.entriesMax
        log.write([.incidentOpened] + Array(repeating: .incidentJoined, count: most + 2), about: "pump-1")
        let entries = try await entries(of: "pump-1", in: log)
        let kept: [UInt64] = [0] + Array(3...UInt64(most + 2))
        #expect(entries.shown.map(\.sequence) == kept)
        #expect(entries.leftOutCount == 2)
    }

    /// A reading found it: where the older entries had moved into an archive, a later one was called the opening.
    @Test func `without the entry that opened it there is no page, and the first one is named`() async throws {
        let log = try MemoryLog()
        log.write(2)
        log.write([.runStarted, .runEnded], about: "pump-1")
        let late = try await #require(throws: OperatorError.self) { _ = try await entries(of: "pump-1", in: log) }
        #expect(late.reason.contains("the first about it is entry 2, run.started"), "\(late)")
        let none = try await #require(throws: OperatorError.self) { _ = try await entries(of: "pump-2", in: log) }
        #expect(none.reason.contains("there is none about it"), "\(none)")
    }
}
