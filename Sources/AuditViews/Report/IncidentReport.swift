package import Domain
package import Ledger

/// What a report about an incident is made of. Everything about the past comes from entries of the log.
package struct IncidentReport: Sendable {
    /// A checkpoint as it was signed.
    package struct SignedCheckpoint: Sendable {
        let size: UInt64
        let note: String

        package init(size: UInt64, note: String) {
            self.size = size
            self.note = note
        }

        /// As far as this program can tell.
        func isSigned(by keys: [VerifierKey]) -> Bool { (try? SignedNote(note).verified(by: keys)) != nil }
    }

    /// What the database holds to be in force on a device.
    package struct MeasureInForce: Sendable {
        let device: String
        let action: String
        let state: String
        let since: Instant
        let until: Instant?
        let inverse: String

        package init(
            device: String,
            action: String,
            state: String,
            since: Instant,
            until: Instant?,
            inverse: String
        ) {
            self.device = device
            self.action = action
            self.state = state
            self.since = since
            self.until = until
            self.inverse = inverse
        }
    }

    /// Of more entries than this, the newest and the first are shown, and the page says so.
    package static let entriesMax = 5_000

    let incident: IncidentID
    let entries: [ViewedEntry]
    let leftOutCount: Int
    let checkpoints: [SignedCheckpoint]
    let keys: [VerifierKey]
    let measures: [MeasureInForce]
    let made: Instant
    let style: AuditStyle

    /// Takes the entries of the incident in the order of the log, the one that opened it before all; all checkpoints of the
    /// log, the smallest first; and the keys of the log, the first one first.
    package init(
        of incident: IncidentID,
        entries: [ViewedEntry],
        leftOutCount: Int = 0,
        checkpoints: [SignedCheckpoint],
        keys: [VerifierKey],
        measures: [MeasureInForce],
        made: Instant,
        style: AuditStyle
    ) {
        precondition(entries.first?.record.action == .incidentOpened, "a report begins with what opened the incident")
        self.incident = incident
        self.entries = entries
        self.leftOutCount = leftOutCount
        self.checkpoints = checkpoints
        self.keys = keys
        self.measures = measures
        self.made = made
        self.style = style
    }

    /// The whole page: HTML that needs nothing from anywhere.
    package var html: String { ReportPage(report: self).source }

    /// The smallest checkpoint that covers the entry.
    func checkpoint(covering entry: ViewedEntry) -> SignedCheckpoint? {
        var (low, high) = (0, checkpoints.count)
        while low < high {
            let middle = (low + high) / 2
            if checkpoints[middle].size > entry.sequence { high = middle } else { low = middle + 1 }
        }
        return low < checkpoints.count ? checkpoints[low] : nil
    }

    var begin: Instant { entries[0].record.time }

    func entries(of actions: AuditAction...) -> [ViewedEntry] {
        entries.filter { actions.contains($0.record.action) }
    }

    func stepsCount(of actions: AuditAction...) -> Int {
        Set(entries.filter { actions.contains($0.record.action) }.compactMap(\.record.step)).count
    }
}
