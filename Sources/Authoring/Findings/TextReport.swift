private import CEL
private import Domain

/// Findings for a person: place and finding, the source line, a caret and the way out.
package struct TextReport: Sendable {
    private let paint: Paint

    package init(_ paint: Paint = .plain) { self.paint = paint }

    package func text(_ report: CheckReport) -> String {
        (report.findings.map(text) + [sentence(report)]).joined(separator: "\n")
    }

    /// In the form of ``Diagnostic/rendered(_:)``.
    package func text(_ finding: Finding) -> String {
        let diagnostic = finding.diagnostic
        let span = diagnostic.span
        let kind = paint(ink(diagnostic), "\(diagnostic.severity.rawValue)[\(diagnostic.code)]:")
        let message = paint(.bold, diagnostic.message)
        guard let excerpt = finding.excerpt else {
            let way = diagnostic.remedy.map { "\n  try: \($0)" } ?? ""
            return "\(paint(.bold, "\(span.file):")) \(kind) \(message)\(way)"
        }
        let number = String(excerpt.line)
        let remedy = diagnostic.remedy.map { " \($0)" } ?? ""
        return """
            \(paint(.bold, "\(span.file):\(span.line):\(span.column):")) \(kind) \(message)
            \(gutter(number)) \(excerpt.text)
            \(gutter(String(repeating: " ", count: number.count))) \(excerpt.indent)\
            \(paint(ink(diagnostic), excerpt.carets + remedy))
            """
    }

    /// The number and the bar before a line of source are in the background.
    private func gutter(_ number: String) -> String { paint(.blue, "  \(number) |") }

    private func ink(_ diagnostic: Diagnostic) -> Paint.Ink { diagnostic.severity == .error ? .red : .yellow }

    private func sentence(_ report: CheckReport) -> String {
        paint(report.errors > 0 ? .red : report.warnings > 0 ? .yellow : .green, report.sentence)
    }
}
