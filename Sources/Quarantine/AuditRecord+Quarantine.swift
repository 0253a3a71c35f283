package import Domain
package import Ledger

extension AuditRecord {
    /// What is said of it, and of its run where it has one.
    package init(
        _ action: AuditAction,
        of arrival: QuarantinedArrival,
        at now: Instant,
        by actor: Actor,
        _ detail: String
    ) {
        self.init(
            action,
            at: now,
            by: actor,
            on: AuditObject(.arrival, arrival.id),
            incident: arrival.run?.incident,
            run: arrival.run?.run,
            detail: detail,
            evidence: arrival.digest
        )
    }
}
