import Domain
package import Ledger

/// Where a relay is in the log, and what it passed on its way there: after a restore, other entries stand under the same
/// numbers.
package struct RelayPosition: Hashable, Sendable {
    /// An entry that was delivered, or was not wanted.
    package struct Mark: Hashable, Sendable {
        package let sequence: UInt64
        package let leafHash: TreeHash

        package init(sequence: UInt64, leafHash: TreeHash) {
            self.sequence = sequence
            self.leafHash = leafHash
        }

        init(_ entry: Entry) { self.init(sequence: entry.sequence, leafHash: TreeHash(ofLeaf: entry.encoded)) }
    }

    /// The first entry that is not delivered.
    package let next: UInt64
    /// The newest first, and ever further apart: some two dozen on a log of millions. None in what an earlier version kept.
    package let marks: [Mark]

    package init(next: UInt64, marks: [Mark] = []) {
        self.next = next
        self.marks = marks
    }

    /// Behind everything that is in the log.
    static func end(of log: any AuditReader) async throws(OperatorError) -> Self {
        let end = try await log.end()
        guard end > 0, let last = try await log.entries(from: end - 1, limit: 1).first else { return Self(next: end) }
        return Self(next: 0).moved(past: last)
    }

    /// Of the marks at each distance, which doubles, the oldest stays: however far a restore goes back, there is one that is
    /// not many times as far.
    func moved(past entry: Entry) -> Self {
        var kept = [Mark(entry)]
        var last = 0
        for mark in marks where mark.sequence < entry.sequence {
            let doublings = UInt64.bitWidth - (entry.sequence - mark.sequence).leadingZeroBitCount
            if doublings == last { kept.removeLast() }
            kept.append(mark)
            last = doublings
        }
        return Self(next: entry.sequence + 1, marks: kept)
    }

    /// Where to go on in the log as it is now: here, where it is the one that was passed, as far as anybody can tell. Else
    /// behind the last mark that both have, or with the first entry that there is: to send twice is allowed, and what is
    /// passed over is lost.
    func resumed(in log: any AuditReader) async throws(OperatorError) -> Self {
        let end = try await log.end()
        let isWithin = next <= end
        var rest = marks[...]
        while let mark = rest.first {
            if let entry = try await log.entries(from: mark.sequence, limit: 1).first {
                let isNewest = rest.count == marks.count
                // An entry in an archive cannot be compared, nor can those before it.
                guard entry.sequence == mark.sequence else {
                    if isNewest, isWithin { return self }
                    break
                }
                if Mark(entry) == mark {
                    return isNewest && isWithin ? self : Self(next: min(next, mark.sequence + 1), marks: Array(rest))
                }
            }
            rest.removeFirst()
        }
        if marks.isEmpty, isWithin { return self }
        return Self(next: try await log.entries(from: 0, limit: 1).first?.sequence ?? 0)
    }
}
