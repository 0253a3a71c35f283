import CEL
import Domain
import Ledger

/// What the audit log says of how long a step waits, or people are asked.
struct SaidWait: Hashable, Sendable {
    /// Counts all that was said.
    let number: Int
    private let time: Instant
    private let words: String

    /// What playbooks say of a measure without a time.
    private static let endless: Set<String> = ["until the alarm is over", "until a person releases it"]

    /// nil of an entry that says something else.
    init?(_ record: AuditRecord, number: Int) {
        guard record.action == .stepWaiting || record.action == .approvalAsked, let words = record.detail else {
            return nil
        }
        self.number = number
        self.words = words
        time = record.time
    }

    /// Whether it may end then, where nil is no time: as exactly as the words have it. Those that this version does not write
    /// agree with any.
    func agrees(with until: Instant?) -> Bool {
        if words == "until now" { return until == time }
        if Self.endless.contains(words) { return until == nil }
        if let length { return until.map { ($0 - time).spoken == length } ?? false }
        guard let said = words.after("until "), Timestamp(said) != nil else { return true }
        return until.map { Timestamp(nanosecondsSinceEpoch: $0.nanosecondsSinceEpoch).description == said } ?? false
    }

    /// As in `for 60 min`, and `one person within 30 min may go on`.
    private var length: String? {
        if let length = words.after("for ") { return length }
        guard let end = words.ranges(of: " may ").last?.lowerBound else { return nil }
        let asked = words[..<end]
        return asked.ranges(of: " within ").last.map { String(asked[$0.upperBound...]) }
    }
}

extension String {
    fileprivate func after(_ beginning: String) -> String? {
        hasPrefix(beginning) ? String(dropFirst(beginning.count)) : nil
    }
}
