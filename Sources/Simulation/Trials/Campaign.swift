import Synchronization

/// Many seeds, tried on several threads.
package struct Campaign: Sendable {
    package struct Failure: Sendable {
        package let seed: UInt64
        package let violations: [Violation]
    }

    package struct Result: Sendable {
        package let seedsCount: Int
        /// The first of them, by their seeds.
        package let failures: [Failure]
        package let failuresCount: Int
        package let took: Duration

        package var seedsPerSecond: Double { Double(seedsCount) / (took / .seconds(1)) }
    }

    package let seeds: Range<UInt64>
    package let jobs: Int
    /// Whether to go on after a failure.
    package let goesOn: Bool

    package init(seeds: Range<UInt64>, jobs: Int, goesOn: Bool) {
        precondition(jobs >= 1, "somebody does the work")
        self.seeds = seeds
        self.jobs = jobs
        self.goesOn = goesOn
    }

    package func run() async -> Result {
        let tally = Tally(seeds, goesOn: goesOn)
        let start = ContinuousClock.now
        // A trial never waits: it keeps its thread until it is over, so each job has one.
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<jobs {
                group.addTask { while let seed = tally.next() { tally.note(Trial(seed: seed)) } }
            }
        }
        return tally.result(after: ContinuousClock.now - start)
    }
}

/// Which seed is next, and what became of those before.
private final class Tally: Sendable {
    private struct State {
        var next: UInt64
        var triedCount = 0
        var failuresCount = 0
        var failures: [Campaign.Failure] = []
    }

    /// How many of those that failed are kept: the first says what is wrong, the others whether it is one thing.
    private static let failuresKeptMax = 5

    private let end: UInt64
    private let goesOn: Bool
    private let state: Mutex<State>

    init(_ seeds: Range<UInt64>, goesOn: Bool) {
        end = seeds.upperBound
        self.goesOn = goesOn
        state = Mutex(State(next: seeds.lowerBound))
    }

    func next() -> UInt64? {
        state.withLock { state in
            guard state.next < end, goesOn || state.failuresCount == 0 else { return nil }
            defer { state.next += 1 }
            return state.next
        }
    }

    func note(_ trial: Trial) {
        state.withLock { state in
            state.triedCount += 1
            guard !trial.violations.isEmpty else { return }
            state.failuresCount += 1
            guard state.failures.count < Self.failuresKeptMax else { return }
            state.failures.append(Campaign.Failure(seed: trial.seed, violations: trial.violations))
        }
    }

    func result(after took: Duration) -> Campaign.Result {
        state.withLock { state in
            Campaign.Result(
                seedsCount: state.triedCount,
                failures: state.failures.sorted { $0.seed < $1.seed },
                failuresCount: state.failuresCount,
                took: took
            )
        }
    }
}
