import Domain
package import Ledger
package import Response

extension RunReplay {
    /// What one transaction says and what it changes.
    /// - Returns: a sentence for each thing that the two do not agree on, now that it is durable.
    package mutating func take(_ records: some Sequence<AuditRecord>, with changes: [Change]) -> [String] {
        for record in records { take(record) }
        var latest: [RunID: Run] = [:]
        for case .advanced(let run, _) in changes { latest[run.id] = run }
        return latest.values.flatMap { disagreements(with: RunAccount($0)) }
    }
}
