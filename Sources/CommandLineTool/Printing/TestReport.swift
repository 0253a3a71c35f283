import Authoring
import Domain
import Playbooks
import Rehearsal

/// What `cordon test` says of each playbook, for a person.
struct TestReport {
    let isVerbose: Bool
    let paint: Paint

    func text(of outcome: TestedPlaybook) -> String {
        switch outcome {
        case .tested(let report): text(of: report)
        case .untested(let file): "\(Terminal.safe(file))\n  \(paint(.red, "no tests"))"
        case .broken(_, let problem): Terminal.safeLines(problem)
        }
    }

    func summary(of tally: TestTally) -> String {
        let failed = tally.results.count { !$0.hasPassed }
        var parts = ["\(Self.count(tally.outcomes.count, "playbook")), \(Self.count(tally.results.count, "test"))"]
        if failed > 0 {
            parts.append(paint(.red, "\(failed) failed"))
        } else if !tally.results.isEmpty {
            parts.append(paint(.green, "all passed"))
        }
        if tally.broken > 0 { parts.append(paint(.red, "\(Self.count(tally.broken, "file")) cannot be read")) }
        var lines = [parts.joined(separator: ", ")]
        if !tally.untested.isEmpty {
            lines.append("without tests: \(tally.untested.map(Terminal.safe).joined(separator: ", "))")
        }
        if !tally.belowMinimum.isEmpty {
            let names = tally.belowMinimum.map(Terminal.safe).joined(separator: ", ")
            lines.append(paint(.red, "coverage below \(tally.coverageMin) %: \(names)"))
        }
        return lines.joined(separator: "\n")
    }

    // MARK: - One playbook

    private func text(of report: SuiteReport) -> String {
        let lines = [Terminal.safe(report.playbook.file)] + report.results.flatMap(lines) + coverage(report)
        return lines.joined(separator: "\n")
    }

    private func lines(of result: TestResult) -> [String] {
        let mark = result.hasPassed ? paint(.green, "✓") : paint(.red, "✗")
        let time = isVerbose ? result.elapsed.map { paint(.faint, "  \($0.spoken)") } ?? "" : ""
        let name = Terminal.safe(result.test.name)
        let differences = result.hasPassed ? [] : [place(of: result)] + result.differences.flatMap(lines)
        return ["  \(mark) \(name)\(time)"] + differences + (isVerbose ? story(result) : [])
    }

    private func place(of result: TestResult) -> String {
        let span = result.test.span
        let legend = paint(.faint, "(- expected, + actual)")
        return "      \(Terminal.safe(span.file)):\(span.line)   \(legend)"
    }

    private func lines(of difference: Difference) -> [String] {
        ["      \(difference.what)"]
            + difference.lines.map { line in
                switch line {
                case .same(let text): "          \(Terminal.safe(text))"
                case .expected(let text): paint(.red, "        - \(Terminal.safe(text))")
                case .actual(let text): paint(.green, "        + \(Terminal.safe(text))")
                }
            }
    }

    private func story(_ result: TestResult) -> [String] {
        result.story.map { line in
            let time = Terminal.padded("+\(line.after.spoken)", 10)
            let rest = "\(Terminal.padded(line.what, 18)) \(Terminal.padded(line.subject, 16)) \(line.detail)"
            return paint(.faint, "      \(time) \(Terminal.safe(rest))")
        }
    }

    private func coverage(_ report: SuiteReport) -> [String] {
        let counts = CoverageItem.Kind.allCases.map { kind in
            let (seen, all) = report.coverage.count(kind)
            return "\(kind.plural) \(seen) of \(all)"
        }
        let missed = report.coverage.missed
        let line = "  shown: \(counts.joined(separator: ", "))"
        guard !missed.isEmpty else { return [line] }
        return ["\(line); no test shows"]
            + missed.map { "    \(Terminal.safe(report.playbook.file)):\($0.line): \(Terminal.safe($0.text))" }
    }

    private static func count(_ number: Int, _ word: String) -> String { "\(number) \(word)\(number == 1 ? "" : "s")" }
}

extension CoverageItem.Kind {
    var plural: String {
        switch self {
        case .step: "steps"
        case .branch: "branches"
        case .guarding: "guards"
        }
    }
}
