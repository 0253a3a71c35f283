package import AuditViews

/// Which rows of the log are wanted, and how many.
package struct AuditSelection {
    private var filter: EntryFilter
    private let from: UInt64?
    private let limit: Int

    package init(_ filter: EntryFilter, from: UInt64? = nil, limit: Int? = nil) {
        self.filter = filter
        self.from = from
        self.limit = limit ?? .max
    }

    /// In the order of the log: the first ones from where `from` says, otherwise the last ones.
    package mutating func each<Source>(
        of reader: inout EntryReader<Source>,
        _ body: (ViewedRow) throws -> Void
    ) async throws {
        if from == nil, limit < .max { return try await last(of: &reader).forEach(body) }
        _ = try await first(of: &reader, from: from ?? 0, count: limit, body)
    }

    /// Each one that is wanted, and those that are written from then on, until there were as many as are wanted, or the
    /// task is cancelled. `pause` returns when it is time to look again.
    package mutating func follow<Source>(
        _ reader: inout EntryReader<Source>,
        from start: UInt64,
        pause: () async -> Void,
        _ body: (ViewedRow) throws -> Void
    ) async throws {
        var (next, left) = (start, limit)
        while !Task.isCancelled {
            (next, left) = try await first(of: &reader, from: next, count: left, body)
            guard left > 0 else { return }
            await pause()
        }
    }

    /// - Returns: where to go on, and how many are wanted still.
    private mutating func first<Source>(
        of reader: inout EntryReader<Source>,
        from start: UInt64,
        count: Int,
        _ body: (ViewedRow) throws -> Void
    ) async throws -> (UInt64, Int) {
        guard count > 0 else { return (start, 0) }
        var (filter, left) = (filter, count)
        let next = try await reader.read(from: start) { row in
            guard filter.admits(row) else { return true }
            try body(row)
            left -= 1
            return left > 0
        }
        self.filter = filter
        return (next, left)
    }

    /// Read from the end, where the filter can tell from there.
    private mutating func last<Source>(of reader: inout EntryReader<Source>) async throws -> [ViewedRow] {
        if filter.needsPast { return try await lastReadingOn(&reader) }
        var (found, filter, limit) = ([ViewedRow](), filter, limit)
        try await reader.readBack { row in
            if filter.admits(row) { found.append(row) }
            return found.count < limit
        }
        return found.reversed()
    }

    /// A ring: what is kept are the last ones so far, and no more.
    private mutating func lastReadingOn<Source>(_ reader: inout EntryReader<Source>) async throws -> [ViewedRow] {
        var (ring, count, filter, limit) = ([ViewedRow](), 0, filter, limit)
        _ = try await reader.read(from: 0) { row in
            guard filter.admits(row) else { return true }
            if ring.count < limit { ring.append(row) } else { ring[count % limit] = row }
            count += 1
            return true
        }
        self.filter = filter
        guard count > limit else { return ring }
        let oldest = count % limit
        return Array(ring[oldest...] + ring[..<oldest])
    }
}
