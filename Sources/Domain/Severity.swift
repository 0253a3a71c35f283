/// How bad a monitor or a playbook says it is.
public enum Severity: Int, CaseIterable, Comparable, Hashable, Sendable {
    case unknown, informational, low, medium, high, critical

    /// The stored spelling, and the one of YAML, API and docs. Changing a text is a migration.
    public var text: String {
        switch self {
        case .unknown: "unknown"
        case .informational: "informational"
        case .low: "low"
        case .medium: "medium"
        case .high: "high"
        case .critical: "critical"
        }
    }

    public init?(text: String) {
        guard let match = Self.allCases.first(where: { $0.text == text }) else { return nil }
        self = match
    }

    public static func < (lhs: Self, rhs: Self) -> Bool { lhs.rawValue < rhs.rawValue }
}
