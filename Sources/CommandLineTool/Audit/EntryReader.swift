package import AuditViews
package import Domain
package import Ledger
package import StoreSQLite

/// Where rows of the log come from.
package protocol EntrySource: Sendable {
    func entries(from sequence: UInt64, limit: Int) async throws(OperatorError) -> [RawEntry]
    func privateValues(of entries: ClosedRange<UInt64>) async throws(OperatorError) -> [PrivateValue]
    /// The number that the next entry will have.
    func nextSequence() async throws(OperatorError) -> UInt64
}

extension SQLiteHistory: EntrySource {}

/// Reads the log a page at a time, so that its length does not matter, and decodes each entry once.
package struct EntryReader<Source: EntrySource> {
    private let source: Source
    private var kinds: StepKinds?

    package init(_ source: Source) { self.source = source }

    /// Its entries are told which kind of step they are about.
    init(_ source: Source, kinds: StepKinds) {
        self.source = source
        self.kinds = kinds
    }

    /// Hands out the rows from `start` on, until the end of the log, or until `body` says that it has enough.
    /// - Returns: where to go on.
    package mutating func read(from start: UInt64, _ body: (ViewedRow) throws -> Bool) async throws -> UInt64 {
        var next = start
        while true {
            let page = try await source.entries(from: next, limit: AuditPage.count)
            guard let last = page.last else { return next }
            for row in try await rows(of: page) {
                guard try body(row) else { return next }
            }
            next = last.sequence + 1
        }
    }

    /// Hands out the rows before `last`, or all of them, from the last one back, until the beginning of the log, or until
    /// `body` says that it has enough.
    mutating func readBack(before last: UInt64? = nil, _ body: (ViewedRow) throws -> Bool) async throws {
        var end = if let last { last } else { try await source.nextSequence() }
        while end > 0 {
            let start = end - min(end, UInt64(AuditPage.count))
            // Where entries are missing, a page reaches into the one that was read before.
            let page = try await source.entries(from: start, limit: AuditPage.count).filter { $0.sequence < end }
            for row in try await rows(of: page).reversed() {
                guard try body(row) else { return }
            }
            end = start
        }
    }

    private mutating func rows(of page: [RawEntry]) async throws -> [ViewedRow] {
        guard let first = page.first, let last = page.last else { return [] }
        let kept = try await source.privateValues(of: first.sequence...last.sequence)
        let values = Dictionary(grouping: kept, by: \.sequence)
        let rows = page.map { ViewedRow(place: $0.sequence, bytes: $0.bytes, values: values[$0.sequence] ?? []) }
        return try await kinds?.told(rows) ?? rows
    }
}
