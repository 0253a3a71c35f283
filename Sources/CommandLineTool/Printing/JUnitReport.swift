import Domain
import Playbooks
import Rehearsal

/// Results as JUnit XML, which every CI reads: a suite for each playbook, in which a file that cannot be read is an error.
///
/// Times are left out: a test takes no time, and the same tests are to give the same file.
struct JUnitReport {
    private let outcomes: [TestedPlaybook]

    init(_ outcomes: [TestedPlaybook]) { self.outcomes = outcomes }

    var text: String {
        var lines = ["<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<testsuites name=\"cordon\">"]
        for outcome in outcomes {
            switch outcome {
            case .tested(let report): lines += suite(report)
            case .broken(let file, let problem): lines += broken(file, problem)
            case .untested: break
            }
        }
        return (lines + ["</testsuites>", ""]).joined(separator: "\n")
    }

    private func suite(_ report: SuiteReport) -> [String] {
        let counts = "tests=\"\(report.results.count)\" failures=\"\(report.failed.count)\" errors=\"0\""
        let head = "  <testsuite name=\(Self.quoted(report.playbook.name)) file=\(Self.quoted(report.file)) \(counts)>"
        return [head] + report.results.flatMap { test($0, of: report) } + ["  </testsuite>"]
    }

    private func test(_ result: TestResult, of report: SuiteReport) -> [String] {
        let head =
            "    <testcase classname=\(Self.quoted(report.playbook.name)) name=\(Self.quoted(result.test.name)) "
            + "file=\(Self.quoted(report.file)) line=\"\(result.test.span.line)\""
        guard !result.hasPassed else { return [head + "/>"] }
        let what = result.differences.map(\.what).joined(separator: ", ")
        let details = result.differences.flatMap { difference in
            [difference.what] + difference.lines.map(Self.line)
        }
        return [
            head + ">",
            "      <failure message=\(Self.quoted("not as expected: \(what)"))>"
                + Self.escaped(details.joined(separator: "\n")) + "</failure>",
            "    </testcase>",
        ]
    }

    private func broken(_ file: String, _ problem: String) -> [String] {
        [
            "  <testsuite name=\(Self.quoted(file)) file=\(Self.quoted(file)) tests=\"1\" failures=\"0\" errors=\"1\">",
            "    <testcase classname=\(Self.quoted(file)) name=\"can be read\">",
            "      <error message=\"it cannot be read\">\(Self.escaped(problem))</error>",
            "    </testcase>",
            "  </testsuite>",
        ]
    }

    private static func line(_ line: Difference.Line) -> String {
        switch line {
        case .same(let text): "  \(text)"
        case .expected(let text): "- \(text)"
        case .actual(let text): "+ \(text)"
        }
    }

    private static func quoted(_ text: String) -> String { "\"\(escaped(text))\"" }

    /// What XML 1.0 has no place for becomes a replacement character.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "\n", "\t", "\u{20}"..."\u{D7FF}", "\u{E000}"..."\u{FFFD}", "\u{10000}"..."\u{10FFFF}":
                escaped.unicodeScalars.append(scalar)
            default: escaped += "\u{FFFD}"
            }
        }
        return escaped
    }
}
