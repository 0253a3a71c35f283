/// A YAML document that was read without a finding, and the text that it came from.
public struct YAMLDocument: Sendable {
    /// Nil where nothing is written.
    public let root: YAMLNode?
    public let source: SourceText
}

/// Everything wrong with a document as YAML, in source order.
public struct YAMLRejected: Error, Sendable {
    /// Never empty.
    public let findings: Findings
}
