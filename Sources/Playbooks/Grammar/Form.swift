/// One kind of mapping that stands in a playbook, with its keys.
///
/// The forms of ``Grammar`` are the single source of what the compiler accepts, of the JSON Schema, of the reference
/// page, and of what an editor offers and explains.
public struct Form: Sendable {
    /// Unique among the forms: `limit`.
    public let name: String
    /// Completes "… has no key 'x'": `a limit`.
    public let owner: String
    /// One sentence for people.
    public let summary: String
    public let keys: [Key]

    init(_ name: String, _ owner: String, _ summary: String, _ keys: [Key]) {
        precondition(Set(keys.map(\.name)).count == keys.count, "a key of '\(name)' is described twice")
        self.name = name
        self.owner = owner
        self.summary = summary
        self.keys = keys
    }

    public subscript(key: String) -> Key? { keys.first { $0.name == key } }
}

/// One key of a ``Form``.
public struct Key: Sendable {
    public let name: String
    public let shape: Shape
    public let isRequired: Bool
    /// One sentence for people.
    public let summary: String
    /// What holds where the key is not written, as an author would write it.
    public let standard: String?

    init(_ name: String, _ shape: Shape, isRequired: Bool = false, _ summary: String, standard: String? = nil) {
        self.name = name
        self.shape = shape
        self.isRequired = isRequired
        self.summary = summary
        self.standard = standard
    }
}

/// What may stand under a ``Key``.
public indirect enum Shape: Sendable {
    /// A name or an id: small letters and digits, words joined by `-` or `_`.
    case name
    /// A text that takes no `${{ }}`.
    case text
    /// A text with `${{ }}`.
    case template
    /// An MQTT topic with `${{ }}`.
    case topic
    /// Any YAML, its texts with `${{ }}`.
    case anything
    /// A bare expression that is true or false.
    case condition
    /// A bare expression; what it must give.
    case expression(String)
    /// `500ms`, `10s`, `15m`, `24h`, `7d`.
    case duration
    /// `2026-12-24T00:00:00Z`.
    case instant
    /// `22:00`.
    case timeOfDay
    case number(ClosedRange<Int>)
    /// `2%`.
    case share
    case choice([String])
    /// The id of a later step of the same list.
    case stepID
    /// The name of an action.
    case action
    /// The name of a configured connection of this kind.
    case connection(ConnectionKind)
    /// What the action of this step takes.
    case parameters
    /// A mapping whose keys are the author's own.
    case entries(Shape)
    case list(of: Shape)
    /// A mapping, by the name of its form.
    case form(String)
    /// A step: one of ``Grammar/steps``.
    case step
    case either([Shape])
}
