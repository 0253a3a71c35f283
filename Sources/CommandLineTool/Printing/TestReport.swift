import Domain
import Playbooks
import Rehearsal

/// What `cordon test` says of each playbook, for a person.
struct TestReport {
    let isVerbose: Bool
    let ink: Ink

    func text(of outcome: TestedPlaybook) -> String {
        switch outcome {
        case .tested(let report): text(of: report)
        case .untested(let file): "\(Terminal.safe(file))\n  \(ink.paint("no tests", .red))"
        case .broken(_, let problem): Terminal.safeLines(problem)
        }
    }

    func summary(of tally: TestTally) -> String {
        let failed = tally.results.count { !$0.hasPassed }
        var parts = ["\(Self.count(tally.outcomes.count, "playbook")), \(Self.count(tally.results.count, "test"))"]
        if failed > 0 {
            parts.append(ink.paint("\(failed) failed", .red))
        } else if !tally.results.isEmpty {
            parts.append(ink.paint("all passed", .green))
        }
        if tally.broken > 0 { parts.append(ink.paint("\(Self.count(tally.broken, "file")) cannot be read", .red)) }
        var lines = [parts.joined(separator: ", ")]
        if !tally.untested.isEmpty {
            lines.append("without tests: \(tally.untested.map(Terminal.safe).joined(separator: ", "))")
        }
        if !tally.belowMinimum.isEmpty {
            let names = tally.belowMinimum.map(Terminal.safe).joined(separator: ", ")
            lines.append(ink.paint("coverage below \(tally.coverageMin) %: \(names)", .red))
        }
        return lines.joined(separator: "\n")
    }

    // MARK: - One playbook

    private func text(of report: SuiteReport) -> String {
        let lines = [Terminal.safe(report.playbook.file)] + report.results.flatMap(lines) + coverage(report)
        return lines.joined(separator: "\n")
    }

    private func lines(of result: TestResult) -> [String] {
        let mark = result.hasPassed ? ink.paint("✓", .green) : ink.paint("✗", .red)
        let time = isVerbose ? result.elapsed.map { ink.paint("  \($0.spoken)", .dim) } ?? "" : ""
        let name = Terminal.safe(result.test.name)
        let differences = result.hasPassed ? [] : [place(of: result)] + result.differences.flatMap(lines)
        return ["  \(mark) \(name)\(time)"] + differences + (isVerbose ? story(result) : [])
    }

    private func place(of result: TestResult) -> String {
        let span = result.test.span
        let legend = ink.paint("(- expected, + actual)", .dim)
        return "      \(Terminal.safe(span.file)):\(span.line)   \(legend)"
    }

    private func lines(of difference: Difference) -> [String] {
        ["      \(difference.what)"]
            + difference.lines.map { line in
                switch line {
                case .same(let text): "          \(Terminal.safe(text))"
                case .expected(let text): ink.paint("        - \(Terminal.safe(text))", .red)
                case .actual(let text): ink.paint("        + \(Terminal.safe(text))", .green)
                }
            }
    }

    private func story(_ result: TestResult) -> [String] {
        result.story.map { line in
            let time = Terminal.padded("+\(line.after.spoken)", 10)
            let rest = "\(Terminal.padded(line.what, 18)) \(Terminal.padded(line.subject, 16)) \(line.detail)"
            return ink.paint("      \(time) \(Terminal.safe(rest))", .dim)
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
