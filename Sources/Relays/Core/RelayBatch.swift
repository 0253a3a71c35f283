import Domain
package import Ledger

/// Entries that are delivered together, and where the log goes on after them.
package struct RelayBatch: Sendable {
    package private(set) var entries: [RelayedEntry] = []
    /// The last one that is passed with them. Those up to it that are not among them were not wanted.
    package private(set) var last: Entry
    private var bytes = 0
    private var times: ClosedRange<Instant>?

    /// Cuts a page of the log into batches; the last one passes the last entry of the page. `values` are those of people
    /// that may be sent, by entry.
    package static func cut(
        _ page: [Entry],
        opening values: [UInt64: [PrivateValue]] = [:],
        wanted: RelayFilter,
        within bounds: RelayBounds
    ) -> [RelayBatch] {
        guard let first = page.first else { return [] }
        var batches: [RelayBatch] = []
        var batch = RelayBatch(last: first)
        for entry in page {
            if wanted.wants(entry.record.action) {
                let relayed = RelayedEntry(entry, opening: values[entry.sequence] ?? [])
                if !batch.hasRoom(for: relayed, bounds) {
                    batches.append(batch)
                    batch = RelayBatch(last: entry)
                }
                batch.add(relayed, bounds)
            }
            batch.last = entry
        }
        return batches + [batch]
    }

    private init(last: Entry) { self.last = last }

    /// One that is empty has room for any: no entry is larger than what a receiver takes.
    private func hasRoom(for entry: RelayedEntry, _ bounds: RelayBounds) -> Bool {
        guard let times else { return true }
        guard entries.count < bounds.entriesMax, bytes + size(of: entry, bounds) <= bounds.bytesMax else {
            return false
        }
        let span = Self.span(times, entry.record.time)
        return bounds.spanMax.map { span.upperBound - span.lowerBound <= $0 } ?? true
    }

    private mutating func add(_ entry: RelayedEntry, _ bounds: RelayBounds) {
        entries.append(entry)
        bytes += size(of: entry, bounds)
        times = Self.span(times, entry.record.time)
    }

    private func size(of entry: RelayedEntry, _ bounds: RelayBounds) -> Int { entry.json.count + bounds.bytesPerEntry }

    /// The log is in the order of its entries; the clock may have been set back between two of them.
    private static func span(_ times: ClosedRange<Instant>?, _ time: Instant) -> ClosedRange<Instant> {
        guard let times else { return time...time }
        return min(times.lowerBound, time)...max(times.upperBound, time)
    }
}
