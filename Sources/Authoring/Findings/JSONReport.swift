private import CEL
private import Domain
private import JSON
private import Playbooks

/// Findings for a program.
///
/// - Shape: `{"playbooks": 4, "errors": 1, "warnings": 0, "findings": [{"file", "line", "column", "end_column",
///   "severity", "code", "title", "message", "remedy", "source"}]}`; `remedy` is null where there is none. `source`
///   is the line, or of a long one the part around the place, and null where the finding is about a file as a whole.
///   `severity` is `error` or `warning`.
/// - Units: lines and columns count from 1, columns in Unicode scalars; `end_column` is after the last.
package enum JSONReport {
    package static func text(_ report: CheckReport, _ catalogue: Catalogue) -> String {
        JSONText.string([
            "playbooks": .int(Int64(report.playbooks)), "errors": .int(Int64(report.errors)),
            "warnings": .int(Int64(report.warnings)),
            "findings": .list(report.findings.map { value($0, catalogue) }),
        ])
    }

    private static func value(_ finding: Finding, _ catalogue: Catalogue) -> Value {
        let diagnostic = finding.diagnostic
        let span = diagnostic.span
        return [
            "file": .string(span.file), "line": .int(Int64(span.line)), "column": .int(Int64(span.column)),
            "end_column": .int(Int64(span.column + span.length)), "severity": .string(diagnostic.severity.rawValue),
            "code": .string(diagnostic.code), "title": .string(catalogue[diagnostic.code]?.title ?? ""),
            "message": .string(diagnostic.message),
            "remedy": diagnostic.remedy.map { Value.string($0) } ?? .null,
            "source": finding.excerpt.map { Value.string($0.text) } ?? .null,
        ]
    }
}
