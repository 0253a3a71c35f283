private import Domain

/// Findings for a person: place and finding, the source line, a caret and the way out.
package struct TextReport: Sendable {
    private let paint: Paint

    package init(_ paint: Paint = .plain) { self.paint = paint }

    package func text(_ report: CheckReport) -> String {
        (report.findings.map(text) + [sentence(report)]).joined(separator: "\n")
    }

    /// In the form of ``Diagnostic/rendered(sourceLine:)``.
    package func text(_ finding: Finding) -> String {
        let diagnostic = finding.diagnostic
        let span = diagnostic.span
        let kind = paint(ink(diagnostic), "\(diagnostic.severity.rawValue)[\(diagnostic.code)]:")
        guard let line = finding.sourceLine else {
            let way = diagnostic.remedy.map { "\n  try: \($0)" } ?? ""
            return "\(paint(.bold, "\(span.file):")) \(kind) \(paint(.bold, diagnostic.message))\(way)"
        }
        let lines = diagnostic.rendered(sourceLine: line).split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count == 3 else { return lines.joined(separator: "\n") }
        let place = paint(.bold, "\(span.file):\(span.line):\(span.column):")
        let caret = lines[2].firstIndex(of: "^") ?? lines[2].endIndex
        return """
            \(place) \(kind) \(paint(.bold, diagnostic.message))
            \(gutter(lines[1]))
            \(gutter(lines[2][..<caret]))\(paint(ink(diagnostic), String(lines[2][caret...])))
            """
    }

    /// The number and the bar before a line of source are in the background.
    private func gutter(_ line: Substring) -> String {
        guard let bar = line.firstIndex(of: "|") else { return String(line) }
        return paint(.blue, String(line[...bar])) + line[line.index(after: bar)...]
    }

    private func ink(_ diagnostic: Diagnostic) -> Paint.Ink { diagnostic.severity == .error ? .red : .yellow }

    private func sentence(_ report: CheckReport) -> String {
        paint(report.errors > 0 ? .red : report.warnings > 0 ? .yellow : .green, report.sentence)
    }
}
