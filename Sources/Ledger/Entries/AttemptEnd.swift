/// What became of an attempt that is repeated, or that was the last: the outcome of `step.retry` and `step.exhausted`.
package enum AttemptEnd: CaseIterable, Hashable, Sendable {
    /// It is proven that nothing came of it.
    case transient
    /// Nobody knows what came of it. Of `step.exhausted`: of this one, or of one before it.
    case unknown
    /// None ended: the next one comes at another time than was said.
    case rescheduled

    /// The stored spelling.
    package var text: String {
        switch self {
        case .transient: "transient"
        case .unknown: "unknown"
        case .rescheduled: "rescheduled"
        }
    }

    package init?(text: String) {
        guard let match = Self.allCases.first(where: { $0.text == text }) else { return nil }
        self = match
    }
}

extension AuditRecord {
    /// Of `step.retry` and `step.exhausted`. Earlier versions wrote no word for it: by such an entry nothing is known to
    /// have failed.
    package var attemptEnd: AttemptEnd { outcome.flatMap(AttemptEnd.init(text:)) ?? .unknown }
}
