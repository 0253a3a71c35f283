/// The entry that led to another one.
public enum AuditCause: Hashable, Sendable {
    /// By its sequence number: it is in the log already.
    case entry(UInt64)
    /// So many records before this one, 1 being the one just before: both are appended together, and the core cannot
    /// know their numbers yet.
    case recordsBack(UInt64)

    /// - Precondition: the cause is an earlier entry.
    func sequence(for own: UInt64) -> UInt64 {
        switch self {
        case .entry(let sequence):
            precondition(sequence < own, "an entry's cause is before it")
            return sequence
        case .recordsBack(let count):
            precondition((1...max(own, 1)).contains(count) && own > 0, "an entry's cause is before it")
            return own - count
        }
    }
}
