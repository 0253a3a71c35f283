/// A field whose value is about a person: an entry holds a commitment in its place, so that the value can be taken out
/// later, and every proof stays as it is.
public enum PrivateField: String, CaseIterable, Comparable, Hashable, Sendable {
    case actor, detail

    /// The field that its value would stand in.
    var open: EntryField {
        switch self {
        case .actor: .actor
        case .detail: .detail
        }
    }

    /// The field that its commitment stands in.
    var committed: EntryField {
        switch self {
        case .actor: .privateActor
        case .detail: .privateDetail
        }
    }

    public static func < (lhs: Self, rhs: Self) -> Bool { lhs.open.rawValue < rhs.open.rawValue }
}
