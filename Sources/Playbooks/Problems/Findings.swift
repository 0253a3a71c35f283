public import Domain

/// Collects what is wrong with one file.
///
/// One is passed along while a file is checked, so that every problem is reported and not the first alone.
public struct Findings: Sendable {
    public let source: SourceText
    private var found: [Diagnostic] = []

    public init(_ source: SourceText) { self.source = source }

    /// What was found, in source order.
    public var diagnostics: [Diagnostic] { Self.sorted(found) }

    static func sorted(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
        diagnostics.enumerated().sorted { left, right in
            let lhs = left.element.span
            let rhs = right.element.span
            return (lhs.line, lhs.column, left.offset) < (rhs.line, rhs.column, right.offset)
        }.map(\.element)
    }

    public var errors: [Diagnostic] { diagnostics.filter { $0.severity == .error } }
    public var warnings: [Diagnostic] { diagnostics.filter { $0.severity == .warning } }
    public var hasErrors: Bool { found.contains { $0.severity == .error } }

    /// Whether one more would be kept. Where an error would not, there is one already.
    func takes(_ problem: some CataloguedProblem) -> Bool {
        // A file with this many findings is not read to its end by anybody; what it costs is bounded here.
        found.count < PlaybookLimits.findingsMax || (problem.severity == .error && !hasErrors)
    }

    public mutating func report(
        _ problem: some CataloguedProblem,
        _ message: String,
        at span: SourceSpan,
        remedy: String? = nil
    ) {
        guard takes(problem) else { return }
        let diagnostic = Diagnostic(problem.severity, code: problem.code, message, at: span, remedy: remedy)
        // Two checks that agree on one place say it once.
        guard !found.contains(diagnostic) else { return }
        found.append(diagnostic)
    }

    public mutating func report(
        _ problem: some CataloguedProblem,
        _ message: String,
        at node: YAMLNode,
        remedy: String? = nil
    ) {
        report(problem, message, at: source.span(of: node), remedy: remedy)
    }
}
