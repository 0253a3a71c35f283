/// What the holder of a token may do.
public enum TokenScope: CaseIterable, Hashable, Sendable {
    /// Send events, and nothing else.
    case intake
    /// Everything.
    case admin

    /// The stored spelling.
    public var text: String {
        switch self {
        case .intake: "intake"
        case .admin: "admin"
        }
    }

    public init?(text: String) {
        guard let match = Self.allCases.first(where: { $0.text == text }) else { return nil }
        self = match
    }

    func covers(_ needed: Self) -> Bool {
        switch self {
        case .admin: true
        case .intake: needed == .intake
        }
    }
}
