import CEL
import Domain
import Playbooks
import Rehearsal

/// What `cordon test --format json` prints.
struct TestDocument {
    private let tally: TestTally
    private let isVerbose: Bool

    init(_ tally: TestTally, isVerbose: Bool) {
        self.tally = tally
        self.isVerbose = isVerbose
    }

    var json: Value {
        let failed = tally.results.count { !$0.hasPassed }
        return [
            "tests": .int(Int64(tally.results.count)), "failed": .int(Int64(failed)),
            "playbooks": .list(tally.outcomes.map(playbook)),
        ]
    }

    private func playbook(_ outcome: TestedPlaybook) -> Value {
        switch outcome {
        case .untested(let file): ["file": .string(file), "tests": .list([])]
        case .broken(let file, let problem): ["file": .string(file), "problem": .string(problem)]
        case .tested(let report):
            [
                "file": .string(report.playbook.file), "playbook": .string(report.playbook.name),
                "tests_file": .string(report.file), "tests": .list(report.results.map(test)),
                "coverage": coverage(report.coverage),
            ]
        }
    }

    private func test(_ result: TestResult) -> Value {
        var members: [(String, Value)] = [
            ("name", .string(result.test.name)), ("line", .int(Int64(result.test.span.line))),
            ("passed", .bool(result.hasPassed)), ("elapsed_ms", result.elapsed.map { .int($0.milliseconds) } ?? .null),
            ("differences", .list(result.differences.map(difference))),
        ]
        if isVerbose { members.append(("story", .list(result.story.map(line)))) }
        return .map(members)
    }

    private func difference(_ difference: Difference) -> Value {
        [
            "what": .string(difference.what),
            "expected": .list(
                difference.lines.compactMap { line -> Value? in
                    switch line {
                    case .same(let text), .expected(let text): .string(text)
                    case .actual: Optional.none
                    }
                }
            ),
            "actual": .list(
                difference.lines.compactMap { line -> Value? in
                    switch line {
                    case .same(let text), .actual(let text): .string(text)
                    case .expected: Optional.none
                    }
                }
            ),
        ]
    }

    private func line(_ line: StoryLine) -> Value {
        [
            "after_ms": .int(line.after.milliseconds), "what": .string(line.what), "subject": .string(line.subject),
            "detail": .string(line.detail),
        ]
    }

    private func coverage(_ coverage: Coverage) -> Value {
        let counts = CoverageItem.Kind.allCases.map { kind -> (String, Value) in
            let (seen, all) = coverage.count(kind)
            return (kind.plural, ["shown": .int(Int64(seen)), "all": .int(Int64(all))])
        }
        let missed = coverage.missed.map { item -> Value in
            ["kind": .string(item.kind.rawValue), "line": .int(Int64(item.line)), "what": .string(item.text)]
        }
        return .map(counts + [("percent", .int(Int64(coverage.percent))), ("missed", .list(missed))])
    }
}
