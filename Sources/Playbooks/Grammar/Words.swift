private import Domain

/// Words that stand for one of a few things, in the order in which people are shown them.
enum Words {
    static let severities = Severity.allCases.map(\.text)
    static let modes = Playbook.Mode.allCases.map(\.text)
    static let cleared = Playbook.Cleared.allCases.map(\.text)
    static let over = Playbook.Over.allCases.map(\.rawValue)
    static let off = "off"
    static let cautions = Playbook.Caution.allCases.map(\.rawValue)
    static let scopes = Playbook.LimitScope.allCases.map(\.text)
    static let reaches = ActionDescriptor.Reach.allCases.map(\.rawValue)
    static let days = Weekday.allCases.map(\.text)
}
