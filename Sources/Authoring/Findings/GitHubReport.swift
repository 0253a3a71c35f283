private import Domain
private import Playbooks

/// Findings as commands of a GitHub workflow: they become annotations of the lines in a pull request.
///
/// - Source: GitHub Docs, "Workflow commands for GitHub Actions"; the escapes are those of `actions/toolkit`,
///   `packages/core/src/command.ts`.
package enum GitHubReport {
    package static func text(_ report: CheckReport, _ catalogue: Catalogue) -> String {
        report.findings.map { line($0, catalogue) }.joined(separator: "\n")
    }

    private static func line(_ finding: Finding, _ catalogue: Catalogue) -> String {
        let diagnostic = finding.diagnostic
        let span = diagnostic.span
        let title = [diagnostic.code, catalogue[diagnostic.code]?.title ?? ""].filter { !$0.isEmpty }
        let place = [
            ("line", "\(span.line)"), ("endLine", "\(span.line)"), ("col", "\(span.column)"),
            ("endColumn", "\(span.column + span.length)"),
        ]
        let properties =
            [("file", span.file)] + (finding.excerpt == nil ? [] : place) + [("title", title.joined(separator: " "))]
        let written = properties.map { "\($0.0)=\(property($0.1))" }.joined(separator: ",")
        let message = ([diagnostic.message] + [diagnostic.remedy].compactMap(\.self)).joined(separator: "\n")
        return "::\(diagnostic.severity.rawValue) \(written)::\(data(message))"
    }

    private static func data(_ text: String) -> String {
        text.unicodeScalars.map { scalar in
            switch scalar {
            case "%": "%25"
            case "\r": "%0D"
            case "\n": "%0A"
            default: String(scalar)
            }
        }.joined()
    }

    private static func property(_ text: String) -> String {
        data(text).unicodeScalars.map { $0 == ":" ? "%3A" : $0 == "," ? "%2C" : String($0) }.joined()
    }
}
