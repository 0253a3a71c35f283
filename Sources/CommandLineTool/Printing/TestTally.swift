import Playbooks
import Rehearsal

/// What became of all playbooks together.
struct TestTally {
    let coverageMin: Int
    private(set) var outcomes: [TestedPlaybook] = []

    init(coverageMin: Int) { self.coverageMin = coverageMin }

    mutating func add(_ outcome: TestedPlaybook) { outcomes.append(outcome) }

    var reports: [SuiteReport] {
        outcomes.compactMap { outcome in
            if case .tested(let report) = outcome { report } else { nil }
        }
    }

    var results: [TestResult] { reports.flatMap(\.results) }

    var untested: [String] {
        outcomes.compactMap { outcome in
            if case .untested(let file) = outcome { file } else { nil }
        }
    }

    var broken: Int {
        outcomes.count { outcome in
            if case .broken = outcome { true } else { false }
        }
    }

    /// What nobody tests is shown by nobody.
    var belowMinimum: [String] {
        guard coverageMin > 0 else { return [] }
        return reports.filter { $0.coverage.percent < coverageMin }.map(\.playbook.file) + untested
    }

    var exitCode: Int32 {
        if broken > 0 { return 2 }
        return results.contains { !$0.hasPassed } || !belowMinimum.isEmpty ? 1 : 0
    }
}
