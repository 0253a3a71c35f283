/// Looks for private values that should lie beside the entries of a log and do not, and for some that belong to none.
///
/// Memory grows with the number of entries whose values are gone, and only until their redaction is read.
struct ValuesBeside: Sendable {
    private var gone: Set<UInt64> = []
    /// The first number that a value gives, and that no entry has.
    private var stray: UInt64?

    mutating func take(_ entry: Entry, _ values: [PrivateValue]) {
        // It comes later than what it redacts.
        if let redacted = entry.record.redactedEntry { gone.remove(redacted) }
        guard !entry.commitments.isEmpty else { return }
        let kept = values.map(\.field)
        if !entry.commitments.keys.allSatisfy({ kept.contains($0) }) { gone.insert(entry.sequence) }
    }

    mutating func take(strayOf sequence: UInt64) { stray = min(stray ?? sequence, sequence) }

    /// To be asked at the end of the log.
    var finding: LedgerFinding? {
        if let first = gone.min() { return .privateValueMissing(first) }
        return stray.map { .privateValueStray($0) }
    }
}

extension AuditRecord {
    /// The entry whose private values were taken out with this one.
    fileprivate var redactedEntry: UInt64? {
        guard action == .redactionDone, let object, object.kind == .entry else { return nil }
        return UInt64(object.name)
    }
}
