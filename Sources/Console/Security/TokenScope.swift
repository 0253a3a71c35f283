/// What the holder of a token may do.
public enum TokenScope: CaseIterable, Hashable, Sendable {
    /// Send events, and nothing else.
    case intake
    /// Decide about what waits for people, stop and let go on, and see incidents.
    case approver
    /// Everything.
    case admin

    /// The stored spelling.
    public var text: String {
        switch self {
        case .intake: "intake"
        case .approver: "approver"
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
        case .approver: needed == .approver
        case .intake: needed == .intake
        }
    }
}
