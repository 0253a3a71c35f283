package import Domain
package import Ledger
package import Ports
package import Response
package import StoreSQLite

/// An audit log, wherever it lies: in the database, or in a folder to which it was exported.
package protocol AuditLog: Sendable {
    /// From that entry on, in order. Fewer than asked for only at the end; none where there are no more.
    func entries(from sequence: UInt64, limit: Int) async throws(OperatorError) -> [RawEntry]
    /// Whether there is something beside the entries at all: an export may have been made without.
    var hasPrivateValues: Bool { get }
    /// What lies beside these entries, in any order.
    func privateValues(of entries: ClosedRange<UInt64>) async throws(OperatorError) -> [PrivateValue]
    /// The smallest first.
    func checkpoints() async throws(OperatorError) -> [StoredCheckpoint]
    /// What is passed around as the newest of them, where there is such a thing.
    func newestNote() async throws(OperatorError) -> String?
    /// Checkpoints with the cosignatures of witnesses.
    func cosignedNotes() async throws(OperatorError) -> [String]
    /// What is said of runs beside the log, in the order of their keys, those after `key`.
    func accounts(after key: String, limit: Int) async throws(OperatorError) -> [RunAccount]
    /// What is said beside the log to be stopped; nil where nothing is said of that.
    func stopsInForce() async throws(OperatorError) -> StoredStops?
    /// What the limits of playbooks count; nil where nothing is said of that.
    func touches() async throws(OperatorError) -> StoredTouches?
    /// What is listed as in force; nil where nothing is said of that.
    func measuresListed() async throws(OperatorError) -> StoredMeasures?
}

/// What a database lists as in force.
package struct StoredMeasures: Sendable {
    let listed: [Measure]
    /// What of their rows does not belong together, in sentences.
    let flaws: [String]
}

/// What a database says that the limits of playbooks count.
package struct StoredTouches: Sendable {
    let touches: [Touch]
    /// Of the versions that are kept, and that compile.
    let versions: [Digest: CountedSteps]
}

/// What a database says to be stopped.
package struct StoredStops: Sendable {
    let ofPeople: [Stop]
    /// Of the file STOP, where the last process found it.
    let ofSwitch: Stop?
}

extension AuditLog {
    /// Calls with each page of entries, in order, and with what lies beside them. The next page is read meanwhile.
    func forEachPage(
        of pageCount: Int = AuditPage.count,
        _ body: ([RawEntry], [PrivateValue]) async throws -> Void
    ) async throws {
        var page = try await page(pageCount, from: 0)
        while let (entries, values) = page {
            let next = (entries.last?.sequence ?? 0) + 1
            async let following = self.page(pageCount, from: next)
            try await body(entries, values)
            page = try await following
        }
    }

    /// Calls with what is said of each run, in the order of their keys.
    /// - Throws: also where they are not in that order, as nobody would come to their end.
    func forEachAccount(
        pageCount: Int = AuditPage.count,
        _ body: (RunAccount) throws -> Void
    ) async throws {
        var last = ""
        while true {
            let accounts = try await accounts(after: last, limit: pageCount)
            guard let end = accounts.last else { return }
            guard last.utf8.lexicographicallyPrecedes(end.key.utf8) else { throw Self.outOfOrder(end) }
            for account in accounts { try body(account) }
            last = end.key
        }
    }

    private static func outOfOrder(_ account: RunAccount) -> OperatorError {
        OperatorError(
            attempted: "read what is kept of runs beside the log",
            reason: "run \(account.run), which is kept as '\(account.key)', is not in its place",
            remedy: "somebody changed it: restore a backup that verifies, or take another copy of the export"
        )
    }

    private func page(_ count: Int, from sequence: UInt64) async throws -> ([RawEntry], [PrivateValue])? {
        let entries = try await entries(from: sequence, limit: count)
        guard let first = entries.first, let last = entries.last else { return nil }
        return (entries, try await privateValues(of: first.sequence...max(first.sequence, last.sequence)))
    }
}

/// How much of a log is read at once, so that its length does not matter.
package enum AuditPage {
    package static let count = 1_000
}
