import Domain
package import Playbooks
package import Response

/// Runs the tests of a playbook: the real core in virtual time. The same tests always give the same report.
package enum Rehearsal {
    package static func run(_ suite: Suite, of subject: RehearsalSubject, actions: [ActionKind]) -> SuiteReport {
        var coverage = Coverage(CoveragePlan.items(of: subject.playbook, subject.text))
        let results = suite.cases.map { test in
            let log = Stage.play(test, actions: actions)
            coverage.add(CoverageObserver.marks(of: test, log))
            return TestResult(test: test, differences: Judge(test: test, log: log).differences, log: log)
        }
        return SuiteReport(playbook: subject.playbook, file: suite.file, results: results, coverage: coverage)
    }
}

/// What became of the tests of a playbook.
package struct SuiteReport: Sendable {
    package let playbook: Playbook
    package let file: String
    package let results: [TestResult]
    package let coverage: Coverage

    package var failed: [TestResult] { results.filter { !$0.hasPassed } }
}

/// What became of one test.
package struct TestResult: Sendable {
    package let test: TestCase
    package let differences: [Difference]
    private let log: StageLog

    init(test: TestCase, differences: [Difference], log: StageLog) {
        self.test = test
        self.differences = differences
        self.log = log
    }

    package var hasPassed: Bool { differences.isEmpty }
    /// How long the run took in virtual time; nil where there was none, or it came to no rest.
    package var elapsed: Duration? { log.elapsed }
    package var story: [StoryLine] { log.story }
}
