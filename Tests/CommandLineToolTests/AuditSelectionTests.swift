import AuditViews
import CommandLineTool
import Domain
import Ledger
import Testing

/// Which rows of a log are handed out, in which order, and with how many reads.
@Suite struct AuditSelectionTests {
    private func sequences(_ log: MemoryLog, _ selection: AuditSelection) async throws -> [UInt64] {
        var (reader, selection, found) = (EntryReader(log), selection, [UInt64]())
        try await selection.each(of: &reader) { found.append($0.sequence) }
        return found
    }

    @Test func `without a limit, every row comes once, in the order of the log, a page at a time`() async throws {
        let log = try MemoryLog()
        log.write(2_500)
        #expect(try await sequences(log, AuditSelection(EntryFilter())) == Array(0..<2_500))
        #expect(log.largestPage == 1_000)
    }

    @Test func `a limit means the last ones, and with a first entry the first ones`() async throws {
        let log = try MemoryLog()
        log.write(2_500)
        #expect(try await sequences(log, AuditSelection(EntryFilter(), limit: 3)) == [2_497, 2_498, 2_499])
        #expect(try await sequences(log, AuditSelection(EntryFilter(), limit: 7_000)).count == 2_500)
        #expect(try await sequences(log, AuditSelection(EntryFilter(), from: 1_500, limit: 2)) == [1_500, 1_501])
        #expect(try await sequences(log, AuditSelection(EntryFilter(), from: 9_000)).isEmpty)
    }

    @Test func `a limit counts only what is wanted`() async throws {
        let log = try MemoryLog()
        log.write(5, .stepOK)
        log.write(1_200)
        log.write(2, .stepOK)
        var filter = EntryFilter()
        filter.action = WordPattern("step.ok")
        #expect(try await sequences(log, AuditSelection(filter, limit: 3)) == [4, 1_205, 1_206])
    }

    @Test func `the last ones about a device are those of its incidents, too`() async throws {
        let log = try MemoryLog()
        log.write(1_500)
        log.write(2, .stepOK)
        var filter = EntryFilter()
        filter.device = DeviceID("pump-1")
        #expect(try await sequences(log, AuditSelection(filter, limit: 2)).isEmpty)
        log.write([.incidentOpened, .incidentJoined, .runStarted], about: "pump-1")
        #expect(try await sequences(log, AuditSelection(filter, limit: 2)) == [1_503, 1_504])
    }

    @Test func `following hands out each entry once, as it is written, and ends after as many as are wanted`()
        async throws
    {
        let log = try MemoryLog()
        log.write(2)
        var (reader, found, pauses) = (EntryReader(log), [UInt64](), 0)
        var selection = AuditSelection(EntryFilter(), limit: 5)
        let grow: () async -> Void = {
            pauses += 1
            log.write(pauses)
        }
        try await selection.follow(&reader, from: 1, pause: grow) { found.append($0.sequence) }
        #expect(found == [1, 2, 3, 4, 5])
        #expect(pauses == 3)
    }

    @Test func `following ends when its task is cancelled`() async throws {
        let log = try MemoryLog()
        log.write(1)
        let task = Task {
            var (reader, selection, found) = (EntryReader(log), AuditSelection(EntryFilter()), 0)
            let end: () async -> Void = { withUnsafeCurrentTask { $0?.cancel() } }
            try await selection.follow(&reader, from: 0, pause: end) { _ in found += 1 }
            return found
        }
        #expect(try await task.value == 1)
    }
}

extension ViewedRow {
    fileprivate var sequence: UInt64 {
        switch self {
        case .entry(let entry): entry.sequence
        case .unreadable(let place, _): place
        }
    }
}
