import Domain
import Ledger
import Logging
import Response

// What the people who watch the engine's own log are told: that something happened, and that somebody is needed. The
// audit log holds the rest.
extension Turn {
    func tell(_ logger: Logger) {
        for record in records {
            guard let level = record.action.logLevel else { continue }
            let parts = [
                record.isDrill ? "DRILL" : nil, record.object?.description, record.incident?.description,
                record.step.map { "step \($0)" }, record.outcome, record.detail,
            ]
            logger.log(level: level, "\(record.action.text) \(parts.compactMap(\.self).joined(separator: ", "))")
        }
    }
}

extension AuditAction {
    private static let warnings: Set<Self> = [
        .guardHeld, .runPaused, .stopSet, .stepUnknown, .stepExhausted, .stepFailed, .eventRefused, .eventUndecided,
        .eventQuarantined,
    ]
    private static let notices: Set<Self> = [
        .incidentOpened, .runEnded, .stepResumed, .stopLifted, .holdApproved, .holdRejected,
    ]

    /// `nil` for what only the audit log holds.
    fileprivate var logLevel: Logger.Level? {
        Self.warnings.contains(self) ? .warning : Self.notices.contains(self) ? .notice : nil
    }
}
