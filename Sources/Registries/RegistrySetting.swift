/// What a configuration may say of a registry. It generates the reference, and refuses what it does not list.
package struct RegistrySetting: Hashable, Sendable {
    package enum Shape: Hashable, Sendable {
        case path
        /// Several, separated by commas.
        case paths
        case text
        /// A whole number of days.
        case days
    }

    package let name: String
    package let shape: Shape
    /// `nil` where it must be given.
    package let defaultValue: String?
    package let summary: String

    init(_ name: String, _ shape: Shape, defaultValue: String? = nil, summary: String) {
        self.name = name
        self.shape = shape
        self.defaultValue = defaultValue
        self.summary = summary
    }
}
