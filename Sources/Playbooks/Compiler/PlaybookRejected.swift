public import Domain

/// Everything wrong with one playbook.
public struct PlaybookRejected: Error, Sendable {
    /// In source order, warnings included. Never empty.
    public private(set) var diagnostics: [Diagnostic]
    /// What they point into.
    public let source: SourceText

    package init(_ findings: Findings) {
        precondition(findings.hasErrors, "a rejection says why")
        diagnostics = findings.diagnostics
        source = findings.source
    }

    /// With what another part of the program found in the same file.
    package func adding(_ more: [Diagnostic]) -> Self {
        var copy = self
        copy.diagnostics = Findings.sorted(diagnostics + more)
        return copy
    }
}

extension PlaybookRejected {
    /// The first thing that is wrong, in a sentence without its place: `PB0101: no action 'device.isolat'`.
    public var reason: String {
        diagnostics.first { $0.severity == .error }.map(\.harmless).map { "\($0.code): \($0.message)" } ?? ""
    }
}

extension PlaybookRejected: CustomStringConvertible {
    /// For a terminal: each with its source line and a caret.
    public var description: String { source.rendered(diagnostics) }
}

extension SourceText {
    /// Diagnostics of this text in their terminal form. What could steer the terminal is replaced, one for one.
    public func rendered(_ diagnostics: [Diagnostic]) -> String {
        diagnostics.map { $0.harmless.rendered(excerpt(of: $0.span).harmless) }.joined(separator: "\n")
    }
}
