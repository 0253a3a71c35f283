/// What the YAML parser says, one token of structure at a time.
struct YAMLEvent {
    enum Kind {
        case streamStart
        case streamEnd
        case documentStart(hasDirectives: Bool)
        case documentEnd
        case alias(String)
        case scalar(String, YAMLScalar.Style)
        case sequenceStart
        case sequenceEnd
        case mappingStart
        case mappingEnd
    }

    let kind: Kind
    /// The name after `&`.
    let anchor: String?
    /// What stands after `!`.
    let tag: String?
    let start: YAMLMark
    let end: YAMLMark
}

/// Why the parser stopped, in libyaml's words.
struct YAMLSyntaxError: Error {
    let problem: String
    let context: String?
    let mark: YAMLMark
}
