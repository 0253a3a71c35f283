import ArgumentParser
import Simulation

@main struct CordonSimulate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cordon-simulate",
        abstract:
            "Runs the engine in made-up worlds, where everything that can go wrong does, and looks at the invariants."
    )

    @Option(help: "How many seeds to try.") var seeds: UInt64 = 10_000
    @Option(help: "The first of them.") var from: UInt64 = 0
    @Option(help: "How many threads try them.") var jobs = 2
    @Flag(help: "Go on after the first seed that fails.") var goOn = false
    @Option(help: "Try this one seed.") var seed: UInt64?
    @Flag(help: "With --seed: print everything that happens.") var story = false

    func validate() throws {
        guard jobs >= 1 else { throw ValidationError("--jobs is at least 1.") }
        guard !story || seed != nil else { throw ValidationError("--story tells one seed: say which, with --seed.") }
    }

    func run() async throws {
        if let seed { return try tell(Trial(seed: seed)) }
        let result = await Campaign(seeds: from..<(from + seeds), jobs: jobs, goesOn: goOn).run()
        print(SimulationReport.text(result), terminator: "")
        if result.failuresCount > 0 { throw ExitCode.failure }
    }

    private func tell(_ trial: Trial) throws {
        if story { print(trial.story, terminator: "") }
        for violation in trial.violations { print(violation) }
        guard trial.violations.isEmpty else { throw ExitCode.failure }
        print("seed \(trial.seed) holds")
    }
}
