import Response
import Simulation
import Testing

/// The engine in made-up worlds. More seeds: `make simulate SEEDS=1000000`.
@Suite struct SimulationTests {
    @Test(arguments: 0..<8)
    func `whatever the seed, the invariants hold`(_ chapter: UInt64) {
        for seed in (chapter * 25)..<(chapter * 25 + 25) {
            let trial = Trial(seed: seed)
            #expect(trial.violations == [], "seed \(seed): cordon-simulate --seed \(seed) --story")
        }
    }

    @Test func `the same seed tells the same story, to the last line`() {
        for seed in UInt64(0)..<20 {
            let story = Trial(seed: seed).story
            #expect(story == Trial(seed: seed).story, "seed \(seed)")
            #expect(story != Trial(seed: seed + 1).story)
        }
    }

    @Test func `worlds are as cruel as they are meant to be`() {
        var sights = Sights()
        for seed in UInt64(1_500)..<2_500 { sights.add(Trial(seed: seed)) }
        #expect(sights.deaths == Set(Place.allCases))
        for state in [
            "asking", "done", "exhausted", "failed", "held", "in-doubt", "intent", "joined", "ok", "open", "probing",
            "queued",
            "rehearsed", "retrying", "sent", "skipped", "waiting",
        ] {
            #expect(sights.states.contains(state), "\(state)")
        }
        for outcome in RunOutcome.allCases { #expect(sights.outcomes.contains(outcome.text), "\(outcome)") }
        for cause: Hold.Cause in [
            .protected, .limit, .actionLimit, .gateway, .lastOfSite, .canary, .storm, .frozen, .tooOld, .stopped,
            .undecided, .uncounted,
        ] {
            #expect(sights.holds.contains(cause), "\(cause)")
        }
        #expect(sights.standardCanariesCount > 10)
        #expect(sights.processesCount > 600)
        #expect(sights.diskFailuresCount > 10)
        #expect(sights.fullDisksCount > 10)
        #expect(sights.switchesCount > 10)
        #expect(sights.duplicatesCount > 50)
        #expect(sights.endsInAlarmCount > 5)
        #expect(sights.keptBackCount > 2)
        #expect(sights.asideCount > 10)
    }

    @Test(arguments: [
        (Sabotage.diskForgets, 7), (.diskDropsEntries, 10), (.receiversForgetKeys, 2), (.receiversDeny, 12),
        (.driversClaim, 3), (.gatewaysIgnoreFences, 5), (.probesDeny, 2),
    ])
    func `what breaks its word is caught by the invariant that is about it`(_ sabotage: Sabotage, _ invariant: Int) {
        let broken = (UInt64(0)..<60).flatMap { Trial(seed: $0, sabotage: sabotage).violations }
        #expect(broken.contains { $0.invariant == invariant })
    }

    @Test func `the invariants are those of the specification, each once`() {
        let numbers = Invariant.all.map(\.number)
        #expect(numbers == Array(1...15))
    }

    @Test func `a campaign tries every seed once, on several threads, and stops at the first failure if it is told to`()
        async
    {
        let result = await Campaign(seeds: 10..<50, jobs: 3, goesOn: true).run()
        #expect(result.seedsCount == 40)
        #expect(result.failuresCount == 0)
        #expect(SimulationReport.text(result).contains("40 seeds in"))
    }
}
