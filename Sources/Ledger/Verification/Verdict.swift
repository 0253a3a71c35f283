/// What became of a log. The greater, the worse.
public enum Verdict: CaseIterable, Hashable, Comparable, Sendable {
    /// Every entry is there, in order, and as it was signed; entries after the last checkpoint may wait for the next.
    case sound
    /// Entries are missing.
    case incomplete
    /// The log agrees with itself, but not with what was signed: a restored backup, or a second history.
    case diverged
    /// Something was changed, or was never part of this log.
    case invalid

    /// Of `cordon audit verify`. Part of its interface.
    public var exitCode: Int32 {
        switch self {
        case .sound: 0
        case .incomplete: 20
        case .diverged: 30
        case .invalid: 40
        }
    }

    /// The stored spelling.
    public var text: String {
        switch self {
        case .sound: "sound"
        case .incomplete: "incomplete"
        case .diverged: "diverged"
        case .invalid: "invalid"
        }
    }

    public static func < (lhs: Self, rhs: Self) -> Bool { lhs.exitCode < rhs.exitCode }
}
