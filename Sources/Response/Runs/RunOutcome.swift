/// What became of a run, in the words that people read.
public enum RunOutcome: CaseIterable, Hashable, Sendable {
    /// A verification proved that the device is cut off.
    case contained
    /// Effects were performed, and nothing proved what they achieved.
    case actedNotVerified
    /// No effect was performed.
    case nothingDone
    /// A step could not be done, or nobody knows whether it was: a person must look.
    case stopped
    /// A guard holds it: a person must decide.
    case held
    case drilled
    /// What it had done was taken back: its time was over, or the alarm was.
    case released

    /// The stored spelling.
    public var text: String {
        switch self {
        case .contained: "contained"
        case .actedNotVerified: "acted, not verified"
        case .nothingDone: "nothing done"
        case .stopped: "stopped"
        case .held: "held"
        case .drilled: "drilled"
        case .released: "released"
        }
    }

    package init?(text: String) {
        guard let match = Self.allCases.first(where: { $0.text == text }) else { return nil }
        self = match
    }

    public var needsPerson: Bool {
        switch self {
        case .stopped, .held: true
        case .contained, .actedNotVerified, .nothingDone, .drilled, .released: false
        }
    }
}
